package io.ft.server.store;

import io.ft.codec.Entry.Kind;
import io.ft.codec.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shares that a client may use as folders, and what is in them. */
final class ShareListing implements FolderListing {

  private static final int MAX_ENTRIES = 64;

  private final Iterator<Map.Entry<String, ConfinedDirectory>> shares;
  private final boolean recursive;

  /** Of the share whose entry was given last. */
  private @Nullable FolderListing below;

  ShareListing(Map<String, ConfinedDirectory> shares, boolean recursive) {
    this.shares = shares.entrySet().iterator();
    this.recursive = recursive;
  }

  @Override
  public Batch next() throws IOException {
    if (below != null) {
      return nextBelow(below);
    }
    List<FolderEntry> entries = new ArrayList<>();
    while (below == null && shares.hasNext() && entries.size() < MAX_ENTRIES) {
      Map.Entry<String, ConfinedDirectory> share = shares.next();
      entries.add(
          new FolderEntry(Kind.FOLDER, share.getKey(), 0, share.getValue().modified(), Tag.NONE));
      if (recursive) {
        below = enter(share.getKey(), share.getValue());
      }
    }
    return new Batch(entries, 0, below == null && !shares.hasNext());
  }

  private Batch nextBelow(FolderListing listing) throws IOException {
    Batch batch = listing.next();
    if (!batch.last()) {
      return batch;
    }
    close();
    return new Batch(batch.entries(), batch.omitted(), !shares.hasNext());
  }

  private static @Nullable FolderListing enter(String name, ConfinedDirectory share)
      throws IOException {
    try {
      return share.list(List.of(), 0, name + "/", true);
    } catch (NotServedException e) {
      // Its folder was deleted: its entry is all that is sent of it.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    FolderListing open = below;
    below = null;
    if (open != null) {
      open.close();
    }
  }
}
