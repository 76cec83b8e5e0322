package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check-config} says all that is wrong, and starts nothing. */
class CheckConfigTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(Path file) {
    return ServerMain.commandLine(Map::of)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("--config", file.toString(), "--check-config");
  }

  @Test
  void validSettingsAreSoEvenIfThePortIsTaken(@TempDir Path folder) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          Files.writeString(
              folder.resolve("c.toml"),
              "host = '127.0.0.1'\nport = %d\ndir = '%s'\n"
                  .formatted(other.getLocalPort(), folder));

      assertThat(check(file)).as(err.toString()).isZero();
    }
    assertThat(out.toString().lines()).containsExactly("configuration is valid");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void eachProblemIsALine(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.toml"), "port = 'x'\ndir = '/no/folder'\nlog-config = '/no/log'\n");

    assertThat(check(file)).isEqualTo(ServeCommand.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("ft-server: " + file + ":"));
  }
}
