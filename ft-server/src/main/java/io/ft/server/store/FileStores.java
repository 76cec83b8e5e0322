package io.ft.server.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens the files that a server offers. */
public final class FileStores {

  private FileStores() {}

  /**
   * Opens all of {@code shares}, each confined to its folder, which may itself be reached by a
   * symbolic link.
   *
   * @param shares one without a name, or at least one with a name each
   * @throws IllegalArgumentException if {@code shares} are neither
   * @throws java.nio.file.NotDirectoryException if what a share names is no folder
   * @throws IOException if a folder cannot be opened
   */
  public static FileStore open(List<Share> shares, StoreOptions options) throws IOException {
    check(shares);
    DigestCache digests = new DigestCache(options.digestCacheBytes());
    if (shares.get(0).name().isEmpty()) {
      return open(shares.get(0), options, digests);
    }
    Map<String, ConfinedDirectory> opened = new LinkedHashMap<>();
    NamedShares store = new NamedShares(opened);
    try {
      for (Share share : shares) {
        opened.put(share.name(), open(share, options, digests));
      }
      return store;
    } catch (IOException | RuntimeException e) {
      try {
        store.close();
      } catch (IOException unclosed) {
        e.addSuppressed(unclosed);
      }
      throw e;
    }
  }

  private static ConfinedDirectory open(Share share, StoreOptions options, DigestCache digests)
      throws IOException {
    return ConfinedDirectory.open(share.folder(), options, digests, new Settling());
  }

  private static void check(List<Share> shares) {
    if (shares.isEmpty()) {
      throw new IllegalArgumentException("no share");
    }
    Set<String> names = new HashSet<>();
    for (Share share : shares) {
      if (share.name().isEmpty() && shares.size() > 1) {
        throw new IllegalArgumentException("a share without a name beside others");
      }
      if (!names.add(share.name())) {
        throw new IllegalArgumentException("two shares with the name '" + share.name() + "'");
      }
    }
  }
}
