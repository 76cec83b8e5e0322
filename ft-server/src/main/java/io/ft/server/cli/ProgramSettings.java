package io.ft.server.cli;

import io.ft.server.ServerConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the program goes by.
 *
 * @param server what the server goes by
 * @param drainTimeoutMillis how long clients have when it is told to end, in milliseconds
 * @param logConfig where the log's configuration is; null for the one in the program
 * @param admin where it answers those who watch it; null for nowhere
 * @param values where all of this is written
 */
record ProgramSettings(
    ServerConfig server,
    long drainTimeoutMillis,
    AccessLogFormat accessLog,
    @Nullable Path logConfig,
    @Nullable InetSocketAddress admin,
    Values values) {

  /** What it serves, for the operator. */
  String served() {
    String shares = values.shown(ServerSettings.SHARE);
    return values.isGiven(ServerSettings.SHARE) ? shares : values.shown(ServerSettings.DIR);
  }

  /**
   * What is different in {@code next}, for the operator.
   *
   * @param live whether to tell of what a running server takes, or of what it does not
   */
  List<String> changes(ProgramSettings next, boolean live) {
    List<String> changes = new ArrayList<>();
    for (Setting<?> setting : ServerSettings.all()) {
      String before = values.shown(setting);
      String after = next.values.shown(setting);
      if (setting.live() == live && !before.equals(after)) {
        changes.add(setting.name() + ": " + before + " -> " + after);
      }
    }
    return changes;
  }
}
