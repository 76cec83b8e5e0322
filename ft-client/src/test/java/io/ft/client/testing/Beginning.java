package io.ft.client.testing;

import io.ft.client.TransferListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a download says of that which it found. Thread-safe. */
public final class Beginning implements TransferListener {

  private final List<Long> resumed = new CopyOnWriteArrayList<>();
  private final List<String> startedAnew = new CopyOnWriteArrayList<>();

  /** How much it went on with. */
  public List<Long> allResumed() {
    return List.copyOf(resumed);
  }

  /** Why it did not go on. */
  public List<String> reasons() {
    return List.copyOf(startedAnew);
  }

  @Override
  public void resumed(long resumedBytes) {
    resumed.add(resumedBytes);
  }

  @Override
  public void startedAnew(String reason) {
    startedAnew.add(reason);
  }
}
