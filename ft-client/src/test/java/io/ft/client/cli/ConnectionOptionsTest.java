package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of every command that say which addresses to connect between. */
class ConnectionOptionsTest {

  private static final String URL = "ft://127.0.0.1:1/file";

  @ParameterizedTest
  @ValueSource(strings = {"get -o %s", "ls", "stat"})
  void familyIsKept(String command, @TempDir Path folder) {
    FtRun run = ft(command, folder, "-6");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).endsWith(": no IPv6 address for host 127.0.0.1\n");
    assertThat(ft(command, folder, "-4").exitCode()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get -o %s", "ls", "stat"})
  void addressOfAnotherMachineIs45(String command, @TempDir Path folder) {
    FtRun run = ft(command, folder, "--bind", "192.0.2.1");

    assertThat(run.exitCode()).isEqualTo(45);
    assertThat(run.err()).contains(": cannot connect from 192.0.2.1: ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(ft(command, folder, "--bind", "127.0.0.1").exitCode()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-4 -6",
        "--bind eth0",
        "--bind localhost",
        "-6 --bind 127.0.0.1",
        "-4 --bind ::1"
      })
  void wrongUsageIs2AndOneLine(String options, @TempDir Path folder) {
    for (String command : new String[] {"get -o %s", "ls", "stat"}) {
      FtRun run = ft(command, folder, options.split(" ", -1));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  private static FtRun ft(String command, Path folder, String... options) {
    String line =
        command.formatted(folder.resolve("target")) + " " + String.join(" ", options) + " " + URL;
    return FtRun.of(line.split(" ", -1));
  }
}
