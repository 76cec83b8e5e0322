package io.ft.server.store;

import java.util.Objects;

/**
 * How a store serves its files. Start from {@link #DEFAULT} and change what differs.
 *
 * @param symlinks what becomes of symbolic links
 * @param hiddenFiles whether files and folders whose name begins with a dot are served and listed
 * @param tags what tags are made of
 * @param digestCacheBytes the memory for the checksums of blocks that were read, in bytes
 */
public record StoreOptions(
    Symlinks symlinks, boolean hiddenFiles, TagKind tags, long digestCacheBytes) {

  private static final long MIN_DIGEST_CACHE_BYTES = 64 * 1024;

  /** No links, no hidden files, exact tags, 16 MiB. */
  public static final StoreOptions DEFAULT =
      new StoreOptions(Symlinks.REFUSE, false, TagKind.EXACT, 16L * 1024 * 1024);

  public StoreOptions {
    Objects.requireNonNull(symlinks, "symlinks");
    Objects.requireNonNull(tags, "tags");
    if (digestCacheBytes < MIN_DIGEST_CACHE_BYTES) {
      throw new IllegalArgumentException(
          "digestCacheBytes: "
              + digestCacheBytes
              + " (expected: at least "
              + MIN_DIGEST_CACHE_BYTES
              + ")");
    }
  }

  /** These options with other symbolic links. */
  public StoreOptions withSymlinks(Symlinks links) {
    return new StoreOptions(links, hiddenFiles, tags, digestCacheBytes);
  }

  /** These options with or without hidden files. */
  public StoreOptions withHiddenFiles(boolean hidden) {
    return new StoreOptions(symlinks, hidden, tags, digestCacheBytes);
  }

  /** These options with other tags. */
  public StoreOptions withTags(TagKind kind) {
    return new StoreOptions(symlinks, hiddenFiles, kind, digestCacheBytes);
  }

  /** These options with another amount of memory for checksums, in bytes. */
  public StoreOptions withDigestCacheBytes(long bytes) {
    return new StoreOptions(symlinks, hiddenFiles, tags, bytes);
  }
}
