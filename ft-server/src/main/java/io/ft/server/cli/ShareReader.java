package io.ft.server.cli;

import io.ft.server.store.FileStores;
import io.ft.server.store.Share;
import io.ft.server.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out which folders are served, and makes sure of each that it can be. */
final class ShareReader {

  private final Values values;

  ShareReader(Values values) {
    this.values = values;
  }

  /** The shares; at least one, of no use if there are problems. */
  List<Share> read(StoreOptions options) {
    List<Values.Placed<NamedFolder>> named = values.all(ServerSettings.SHARE);
    Path only = values.find(ServerSettings.DIR);
    if (values.isGiven(ServerSettings.SHARE) && values.isGiven(ServerSettings.DIR)) {
      values
          .problems()
          .usage(
              values.place(ServerSettings.DIR)
                  + ": there are shares, too (expected: a folder or shares)");
    } else if (only != null) {
      checkFolder(values.place(ServerSettings.DIR), only, options);
      return List.of(Share.unnamed(only));
    }
    List<Share> shares = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Values.Placed<NamedFolder> each : named) {
      NamedFolder folder = each.value();
      if (names.add(folder.name())) {
        checkFolder(each.place(), folder.folder(), options);
        shares.add(folder.share());
      } else {
        values
            .problems()
            .usage(each.place() + ": \"" + folder.name() + "\" (expected: a name of its own)");
      }
    }
    return shares.isEmpty() ? List.of(Share.unnamed(Path.of("."))) : shares;
  }

  private void checkFolder(String place, Path folder, StoreOptions options) {
    if (folder.toString().isEmpty()) {
      // Java takes it for the current folder; an unset variable of a script is more likely.
      values.problems().file(place + ": no such folder: ''");
      return;
    }
    try {
      FileStores.open(List.of(Share.unnamed(folder)), options).close();
    } catch (IOException e) {
      values.problems().file(place + ": cannot serve " + folder + ": " + FileReason.of(e));
    }
  }
}
