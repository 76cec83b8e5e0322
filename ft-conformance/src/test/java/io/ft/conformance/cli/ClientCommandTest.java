package io.ft.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClientCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void failedCaseTellsWhatTheClientDid(@TempDir Path temp) {
    Path json = temp.resolve("report.json");
    int exitCode =
        run(
            "client",
            "--only",
            "takes fewer than 8 exchanges as malformed",
            "--json",
            json.toString(), //
            "--",
            "sh",
            "-c",
            "echo no >&2; exit 3");

    assertThat(exitCode).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "failed  H-9                      takes fewer than 8 exchanges as malformed",
            "        the client did not connect",
            "        exit code 3",
            "        standard error: no",
            "client: 0 passed, 1 failed, 0 skipped");
    assertThat(json).content().contains("\"failed\" : 1", "\"rules\" : [ \"H-9\" ]", "exit code 3");
  }

  @Test
  void caseWithoutItsCommandIsSkipped() {
    assertThat(run("client", "--only", "C-18", "--", "true")).isEqualTo(1);
    assertThat(out.toString())
        .contains("skipped C-18")
        .contains("there is no --classic-command")
        .contains("0 passed, 0 failed");
  }

  @Test
  void withoutCommandItIsWrongUsage() {
    assertThat(run("client")).isEqualTo(2);
    assertThat(err.toString()).contains("COMMAND");
  }

  private int run(String... arguments) {
    CommandLine commandLine = ConformanceMain.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
