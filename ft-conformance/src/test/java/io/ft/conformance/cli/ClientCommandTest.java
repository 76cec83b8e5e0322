package io.ft.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "failed  H-9                      takes fewer than 8 exchanges as malformed: the client did not connect",
            "        exit code 3",
            "        standard error: no",
            "client: 0 passed, 1 failed, 0 weak, 0 skipped");
    assertThat(json).content().contains("\"failed\" : 1", "\"rules\" : [ \"H-9\" ]", "exit code 3");
  }

  /** A client of the classic dialect, for which a file never exists. */
  @Test
  void verboseTellsWhatWasSaidWhereACasePasses(@TempDir Path temp) throws IOException {
    Path script = temp.resolve("client");
    Files.writeString(
        script, "exec 3<>/dev/tcp/127.0.0.1/$1; printf %s \"$2\" >&3; cat <&3; exit 1");
    String command = "bash " + script + " {port} {path}";
    List<String> arguments =
        List.of("--only", "fails if there is no such file .*", "--classic-command", command);

    assertThat(client(arguments, List.of())).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(client(arguments, List.of("--verbose"))).isZero();
    assertThat(out.toString().lines().skip(2))
        .containsExactly(
            "passed  C-10 C-20                fails if there is no such file in the classic dialect",
            "        1< \"hello.bin\" | 68 65 6c 6c 6f 2e 62 69 6e",
            "        1> \"NOT_EXISTS\" | 4e 4f 54 5f 45 58 49 53 54 53",
            "        1> the end of the sending side",
            "        1< the end of the connection",
            "        exit code 1",
            "client: 1 passed, 0 failed, 0 weak, 0 skipped");
  }

  private int client(List<String> arguments, List<String> more) {
    List<String> words = new ArrayList<>(List.of("client"));
    words.addAll(arguments);
    words.addAll(more);
    words.addAll(List.of("--", "true"));
    return run(words.toArray(String[]::new));
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
