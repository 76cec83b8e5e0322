package io.ft.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an implementer types, and what is told. */
class ServerCommandTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = ConformanceMain.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void tellsWhatEachCaseCameTo(@TempDir Path folder) throws IOException {
    Path tree = folder.resolve("tree");
    assertThat(run("tree", tree.toString())).isZero();
    Path json = folder.resolve("report.json");
    try (FileServer server = serve(tree)) {
      String port = String.valueOf(server.address().getPort());
      assertThat(run("server", "127.0.0.1", port, "--only", "H-1[12]", "--json", json.toString()))
          .isZero();
    }
    assertThat(out.toString())
        .contains("passed  H-11 ", "skipped H-12 ", "demands no token (--token)")
        .endsWith("127.0.0.1 " + port(out) + ": 2 passed, 0 failed, 0 weak, 2 skipped\n");
    assertThat(Files.readString(json)).contains("\"passed\" : 2", "\"H-11\"");
    Files.delete(tree.resolve("outside"));
  }

  private static String port(StringWriter out) {
    return out.toString().replaceAll("(?s).*127\\.0\\.0\\.1 (\\d+):.*", "$1");
  }

  /** A folder without the tree: the rule, what was expected, and what was said. */
  @Test
  void showsWhatWasSaidWhereACaseFails(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("report.json");
    try (FileServer server = serve(folder)) {
      String port = String.valueOf(server.address().getPort());
      assertThat(run("server", "127.0.0.1", port, "--only", "R-10", "--json", json.toString()))
          .isEqualTo(1);
    }
    assertThat(out.toString())
        .contains("failed  R-9 R-10 ")
        .contains("got NOT_EXISTS for 1 (expected: EXISTS for 1)")
        .contains("1> REQUEST for 1 (\"folder/large.bin\", ADVANCE ")
        .contains("1< NOT_EXISTS for 1 | 12 00 00 00 00 00 00 01 ");
    assertThat(Files.readString(json)).contains("\"conversation\"", "1< NOT_EXISTS for 1");
  }

  @Test
  void triesNothingWhereThereIsNoServer() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      port = socket.getLocalPort();
    }
    assertThat(run("server", "127.0.0.1", String.valueOf(port))).isEqualTo(2);
    assertThat(err.toString()).startsWith("no server at 127.0.0.1 " + port);
    assertThat(out.toString()).isEmpty();
  }

  private static FileServer serve(Path folder) throws IOException {
    return FileServer.start(ServerConfig.of(folder, new InetSocketAddress(LOOPBACK, 0)));
  }
}
