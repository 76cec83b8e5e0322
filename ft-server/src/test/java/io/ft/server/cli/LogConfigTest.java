package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log goes where an operator says, as the example that comes with the program does. */
class LogConfigTest {

  private static final Path EXAMPLE =
      Path.of("..", "ft-dist", "src", "main", "etc", "logback-access.xml");

  private Path folder;
  private Path root;

  @BeforeEach
  void createRoot(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
  }

  private ServerProcess start(Path config, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of("--host=127.0.0.1", "--port=0", "--log-config=" + config, root.toString()));
    return ServerProcess.start(
        folder,
        Map.of("LC_ALL", "C.UTF-8", "FT_LOGS", folder.resolve("logs").toString()),
        List.of(),
        arguments.toArray(new String[0]));
  }

  private static void askForNothing(InetSocketAddress address) throws IOException {
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      client.getOutputStream().write("none".getBytes(StandardCharsets.UTF_8));
      client.getInputStream().readAllBytes();
    }
  }

  private String awaitLine(String file) throws IOException {
    Path log = folder.resolve("logs").resolve(file);
    Await.until("a line was logged", () -> Files.exists(log) && Files.size(log) > 0);
    return Files.readString(log);
  }

  @Test
  void theExampleWritesTheAccessLogToAFileAndTheRestToStandardError() throws Exception {
    try (ServerProcess server = start(EXAMPLE)) {
      askForNothing(server.awaitListening());

      assertThat(awaitLine("access.log"))
          .matches("[-0-9T:.Z+]+ 127.0.0.1:[0-9]+ classic not_found \"none\" .*\n");
      server.signal("HUP");
      server.awaitError("INFO  program: reloaded");
      assertThat(server.stderr()).doesNotContain("none", "|-");
    }
  }

  @Test
  void theExampleWritesJsonToAFileOfItsOwn() throws Exception {
    try (ServerProcess server = start(EXAMPLE, "--access-log=json")) {
      askForNothing(server.awaitListening());

      assertThat(awaitLine("access.jsonl"))
          .startsWith("{\"time\":\"")
          .contains("\"path\":\"none\",\"outcome\":\"not_found\"")
          .endsWith("}\n");
    }
  }

  @Test
  void withoutAConfigurationJsonHasNothingBeforeIt() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            folder, "--host=127.0.0.1", "--port=0", "--access-log=json", root.toString())) {
      askForNothing(server.awaitListening());

      server.awaitError("not_found");
      assertThat(server.stderr()).startsWith("{\"time\":\"");
    }
  }

  @Test
  void offIsSilent() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            folder, "--host=127.0.0.1", "--port=0", "--access-log=off", root.toString())) {
      askForNothing(server.awaitListening());
      server.terminate();

      assertThat(server.awaitExit()).isZero();
      assertThat(server.stderr()).doesNotContain("none");
    }
  }

  @Test
  void whatLogbackDoesNotUnderstandKeepsItFromStarting() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("log.xml"),
            "<configuration><appender name='X' class='no.such.Class'/>"
                + "<root><appender-ref ref='X'/></root></configuration>");
    try (ServerProcess server = start(config)) {
      assertThat(server.awaitExit()).isEqualTo(ServeCommand.BAD_FILE);
      assertThat(server.stderr())
          .startsWith("ft-server: cannot log as " + config + " says: ")
          .contains("no.such.Class");
    }
  }

  @Test
  void whatIsNoXmlIsToldWithItsLine() throws Exception {
    Path config = Files.writeString(folder.resolve("log.xml"), "<configuration>\n<root>\n");
    try (ServerProcess server = start(config)) {
      assertThat(server.awaitExit()).isEqualTo(ServeCommand.BAD_FILE);
      assertThat(server.stderr().lines())
          .singleElement()
          .asString()
          .startsWith("ft-server: --log-config: " + config + ":3: ");
    }
  }
}
