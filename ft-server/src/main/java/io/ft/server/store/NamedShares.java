package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several folders side by side: the first part of a path says in which of them the rest is. */
final class NamedShares implements FileStore {

  private final Map<String, ConfinedDirectory> shares;

  /** Takes over {@code shares}. Who adds to them later does so before the first use. */
  NamedShares(Map<String, ConfinedDirectory> shares) {
    this.shares = shares;
  }

  /**
   * Where a path leads.
   *
   * @param parts empty for the folder of the share itself
   */
  private record Place(ConfinedDirectory share, List<Path> parts) {}

  private Place find(String path, Permission permission) throws NotServedException {
    PathParts.check(path);
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    ConfinedDirectory share = shares.get(name);
    if (share == null || !permission.allows(name)) {
      throw new NotServedException("no such share, or not for this client");
    }
    List<Path> parts = slash < 0 ? List.of() : share.parts(path.substring(slash + 1));
    return new Place(share, parts);
  }

  @Override
  public OpenFile open(String path, Permission permission) throws IOException {
    try (Visit visit = visit()) {
      return visit.open(path, permission);
    }
  }

  @Override
  public Visit visit() {
    return new ShareVisit();
  }

  /** Stays in one share until a path leads to another. */
  private final class ShareVisit implements Visit {

    private @Nullable ConfinedDirectory at;
    private @Nullable FolderVisit visit;

    @Override
    public OpenFile open(String path, Permission permission) throws IOException {
      Place place = find(path, permission);
      FolderVisit here = visit;
      if (here == null || at != place.share()) {
        close();
        here = place.share().visit();
        visit = here;
        at = place.share();
      }
      return here.open(place.parts());
    }

    @Override
    public void close() throws IOException {
      FolderVisit last = visit;
      visit = null;
      if (last != null) {
        last.close();
      }
    }
  }

  @Override
  public FolderListing list(String path, boolean recursive, Permission permission)
      throws IOException {
    if (!path.isEmpty()) {
      Place place = find(path, permission);
      int bytesBefore = path.getBytes(UTF_8).length + 1;
      return place.share().list(place.parts(), bytesBefore, "", recursive);
    }
    Map<String, ConfinedDirectory> allowed = new LinkedHashMap<>(shares);
    allowed.keySet().removeIf(name -> !permission.allows(name));
    return new ShareListing(allowed, recursive);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (ConfinedDirectory share : shares.values()) {
      try {
        share.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
