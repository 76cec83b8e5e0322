package io.ft.client.testing;

import io.ft.client.ListingListener;
import io.ft.client.RemoteEntry;
import java.util.ArrayList;
import java.util.List;

/** Keeps the entries of a listing, and forgets them when it begins anew. */
public final class RecordingEntries implements ListingListener {

  private final List<RemoteEntry> entries = new ArrayList<>();
  private int restarts;

  @Override
  public synchronized void entry(RemoteEntry entry) {
    entries.add(entry);
  }

  @Override
  public synchronized boolean restart() {
    restarts++;
    entries.clear();
    return true;
  }

  public synchronized List<RemoteEntry> entries() {
    return List.copyOf(entries);
  }

  public synchronized List<String> paths() {
    return entries.stream().map(RemoteEntry::path).toList();
  }

  public synchronized int restarts() {
    return restarts;
  }
}
