package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.TestFiles;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the program says when it cannot start, and with which exit code. */
class ServeCommandUsageTest {

  /** Needs no more files than a process may have open on a small machine. */
  private static final Map<String, String> SMALL =
      Map.of("FT_SERVER_MAX_CONNECTIONS", "1000", "FT_SERVER_MAX_TRANSFERS", "1000");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port | --port",
        "--port=x . | --port: \"x\" (expected: a number from 0 to 65535)",
        "--port=65536 . | --port: \"65536\" (expected: a number from 0 to 65535)",
        "--port=-1 . | --port: \"-1\"",
        "--classic-gap=0 . | --classic-gap: \"0\" (expected: a number from 1 to 60000)",
        "--max-transfers=0 . | --max-transfers: \"0\"",
        "--max-transfers=many . | \"many\" (expected: a number from 1 to 10000000)",
        "--max-transfers-per-address=3 --max-transfers=2 . |"
            + " \"3\" (expected: no more than max-transfers, which is 2)",
        "--digest-workers=5 --workers=4 . | no more than workers, which is 4",
        "--limit-rate=1000 . | such as 500, 64K or 10M, 1K to 1024G, or 0",
        "--block-size=5 . | --block-size: \"5\"",
        "--digest-cache=1X . | --digest-cache: \"1X\"",
        "--max-wait=0 . | --max-wait: \"0\" (expected: a number of seconds from 0.001",
        "--symlinks=follow . | --symlinks: \"follow\" (expected: refuse or inside)",
        "--access-log=xml . | (expected: text, json or off)",
        "--admin=9000 . | such as 127.0.0.1:9465 or [::1]:9465",
        "--share=x | --share: \"x\" (expected: NAME=DIR",
        "--share=.x=/tmp | does not begin with a dot",
        "--share=a=. --share=a=. | (expected: a name of its own)",
        "--share=a=. . | DIR: there are shares, too",
        "--hidden=maybe . | maybe",
        "--nonsense . | --nonsense",
        "--host=no.such.host.invalid . | no.such.host.invalid",
        "one two | two"
      })
  void wrongUsageIsToldInOneLine(String arguments, String reason) {
    assertFails(ServeCommand.USAGE, reason, arguments.split(" "));
  }

  @Test
  void folderMustBeNamed() {
    assertFails(ServeCommand.USAGE, "DIR");
  }

  @Test
  void missingFolderCannotBeServed(@TempDir Path folder) {
    String missing = folder.resolve("missing").toString();

    assertFails(ServeCommand.BAD_FILE, "cannot serve " + missing + ": there is no such", missing);
  }

  @Test
  void fileCannotBeServedAsAFolder(@TempDir Path folder) throws IOException {
    TestFiles.create(folder.resolve("line\nbreak"), 10);

    assertFails(
        ServeCommand.BAD_FILE,
        "DIR: cannot serve " + folder + "/line\\nbreak: not a folder",
        folder.resolve("line\nbreak").toString());
  }

  @Test
  void linkThatLeadsToItselfCannotBeServed(@TempDir Path folder) throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));

    assertFails(ServeCommand.BAD_FILE, loop.toString(), loop.toString());
  }

  @Test
  void portInUseCannotBeListenedOn(@TempDir Path folder) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFails(
          ServeCommand.CANNOT_LISTEN,
          "cannot listen on 127.0.0.1:" + other.getLocalPort(),
          "--host=127.0.0.1",
          "--port=" + other.getLocalPort(),
          folder.toString());
    }
  }

  @Test
  void addressOfAnotherMachineCannotBeListenedOn(@TempDir Path folder) {
    assertFails(
        ServeCommand.CANNOT_LISTEN,
        "cannot listen on 192.0.2.1:",
        "--host=192.0.2.1",
        "--port=0",
        folder.toString());
  }

  @Test
  void helpNamesOptionsAndExitCodes() {
    StringWriter out = new StringWriter();

    int exitCode = ServerMain.commandLine().setOut(new PrintWriter(out, true)).execute("--help");

    assertThat(exitCode).isEqualTo(ServeCommand.OK);
    assertThat(out.toString())
        .contains("--host", "--port", "--no-classic", "--classic-gap", "--max-transfers", "DIR")
        .contains("0     stopped", "2     wrong usage", "3     a folder", "4     cannot listen");
  }

  /** Ends with {@code exitCode} and one line on standard error; says nothing on standard output. */
  private static void assertFails(int exitCode, String reason, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        ServerMain.commandLine(() -> SMALL)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    assertThat(command.execute(arguments)).as(err.toString()).isEqualTo(exitCode);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("ft-server: ")
        .contains(reason);
  }
}
