package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings say about a reload is what the server does. */
class ReconfiguredSettingsTest {

  /** Those that the program itself keeps, whatever the server could do. */
  private static final Set<String> OF_PROGRAM = Set.of("admin", "log-config");

  @Test
  void settingThatNeedsARestartIsOneThatTheServerKeeps(@TempDir Path folder) throws Exception {
    Map<String, String> others =
        Map.ofEntries(
            Map.entry("symlinks", "inside"),
            Map.entry("hidden", "true"),
            Map.entry("tags", "portable"),
            Map.entry("host", "127.0.0.2"),
            Map.entry("port", "1"),
            Map.entry("event-loops", "7"),
            Map.entry("workers", "7"),
            Map.entry("digest-workers", "1"),
            Map.entry("listing-workers", "1"),
            Map.entry("digest-cache", "5M"),
            Map.entry("dir", Files.createDirectory(folder.resolve("other")).toString()));
    ProgramSettings before = load(folder);
    try (FileServer server = FileServer.start(before.server())) {
      for (Setting<?> setting : ServerSettings.all()) {
        String other = others.get(setting.name());
        if (setting.live() || OF_PROGRAM.contains(setting.name()) || setting.repeatable()) {
          assertThat(other).as(setting.name()).isNull();
          continue;
        }
        assertThat(other).as(setting.name()).isNotNull();
        ProgramSettings after = load(folder, setting.variable(), String.valueOf(other));
        assertThat(before.changes(after, false)).hasSize(1);
        assertThat(before.changes(after, true)).isEmpty();
        assertThat(server.reconfigure(after.server())).as(setting.name()).hasSize(1);
      }
    }
  }

  @Test
  void allOthersChangeWhileTheServerRuns(@TempDir Path folder) throws Exception {
    Map<String, String> others =
        Map.of(
            "FT_SERVER_NO_CLASSIC", "true",
            "FT_SERVER_CLASSIC_GAP", "7",
            "FT_SERVER_MAX_CONNECTIONS", "3000",
            "FT_SERVER_LIMIT_RATE", "1M",
            "FT_SERVER_IDLE_TIMEOUT", "9",
            "FT_SERVER_BLOCK_SIZE", "64K",
            "FT_SERVER_MEMORY", "0",
            "FT_SERVER_DENY", "192.0.2.0/24");
    ProgramSettings before = load(folder);
    try (FileServer server = FileServer.start(before.server())) {
      for (Map.Entry<String, String> other : others.entrySet()) {
        ProgramSettings after = load(folder, other.getKey(), other.getValue());
        assertThat(after.server()).as(other.getKey()).isNotEqualTo(before.server());
        assertThat(before.changes(after, true)).hasSize(1);
        assertThat(server.reconfigure(after.server())).as(other.getKey()).isEmpty();
      }
    }
  }

  private static ProgramSettings load(Path folder, String... other) throws SettingsException {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "FT_SERVER_DIR", folder.toString(),
                "FT_SERVER_HOST", "127.0.0.1",
                "FT_SERVER_PORT", "0"));
    if (other.length > 0) {
      environment.put(other[0], other[1]);
    }
    return new SettingsSource(Map.of(), null, () -> environment).load();
  }
}
