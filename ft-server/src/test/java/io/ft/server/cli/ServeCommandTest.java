package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user or a script meets it: arguments, console, signals and exit codes. */
class ServeCommandTest {

  private static final int SIGTERM_UNHANDLED = 128 + 15;

  private Path folder;
  private Path root;

  @BeforeEach
  void createRoot(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
  }

  @Test
  void saysInOneLineWhereItListensAndEndsWellAtSigterm() throws Exception {
    try (ServerProcess server = startOnLoopback()) {
      InetSocketAddress address = server.awaitListening();
      assertThat(address.getPort()).isPositive();
      new Socket(address.getAddress(), address.getPort()).close();

      server.terminate();

      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK).isNotEqualTo(SIGTERM_UNHANDLED);
      assertThat(server.stdout().lines())
          .containsExactly(
              "ft-server is listening on 127.0.0.1:" + address.getPort() + ", serving " + root);
      // The end of that connection may come to it later than the signal.
      assertThat(server.stderr().lines()).allMatch(line -> line.endsWith("is about to stop"));
    }
  }

  @Test
  void listensOnAllAddressesUnlessTold() throws Exception {
    try (ServerProcess server = start("--port", "0", root.toString())) {
      InetSocketAddress address = server.awaitListening();

      assertThat(address.getHostString()).isEqualTo("0.0.0.0");
      new Socket(InetAddress.getLoopbackAddress(), address.getPort()).close();
    }
  }

  @Test
  void logsEachFileOnStandardError() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("grüße"), 100_000);
    try (ServerProcess server = startOnLoopback()) {
      assertThat(fetch(server.awaitListening(), "grüße", bytes.length)).isEqualTo(bytes);

      Await.until("a line was logged", () -> server.stderr().endsWith("\n"));
      server.terminate();
      server.awaitExit();
      assertThat(server.stderr().lines())
          .singleElement()
          .asString()
          .contains("classic sent \"grüße\" 100000 bytes");
      assertThat(server.stdout().lines()).hasSize(1);
    }
  }

  @Test
  void sigtermEndsItInTheMiddleOfATransfer() throws Exception {
    TestFiles.create(root.resolve("file"), 30_000_000);
    try (ServerProcess server = startOnLoopback();
        Socket client = startFetch(server.awaitListening(), "file", "30000000")) {
      assertThat(client.getInputStream().read()).isNotNegative();

      server.terminate();

      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK);
    }
  }

  @Test
  void classicDialectCanBeSwitchedOff() throws Exception {
    TestFiles.create(root.resolve("file"), 10);
    try (ServerProcess server =
            start("--no-classic", "--host", "127.0.0.1", "--port", "0", root.toString());
        Socket client = connect(server.awaitListening())) {
      client.getOutputStream().write("file".getBytes(StandardCharsets.UTF_8));

      assertThat(client.getInputStream().read()).isNegative();
    }
  }

  @Test
  void worksWithoutTheNativeTransport() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), 3 * 1024 * 1024 + 1);
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            Map.of("LC_ALL", "C.UTF-8"),
            List.of("-Dio.netty.transport.noNative=true"),
            onLoopback())) {
      InetSocketAddress address = server.awaitListening();

      assertThat(fetch(address, "file", bytes.length)).isEqualTo(bytes);

      assertThat(Files.readString(Path.of("/proc", Long.toString(server.pid()), "maps")))
          .doesNotContain("netty_transport_native");
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK);
    }
  }

  @Test
  void warnsWhereTheLocaleCannotNameEveryFile() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            folder, Map.of("LC_ALL", "C"), List.of(), "--port", "0", root.toString())) {
      server.awaitListening();

      assertThat(server.stderr().lines())
          .singleElement()
          .asString()
          .startsWith("ft-server: warning: ")
          .contains("LC_ALL=C.UTF-8");
    }
  }

  @Test
  void wrongUsageEndsWithItsExitCode() throws Exception {
    assertFails(ServeCommand.USAGE, "--port: \"65536\"", "--port", "65536", root.toString());
  }

  @Test
  void missingFolderEndsWithItsExitCode() throws Exception {
    String missing = folder.resolve("missing").toString();
    assertFails(ServeCommand.BAD_FILE, "cannot serve " + missing, missing);
  }

  @Test
  void emptyNameIsNotTheWorkingFolder() throws Exception {
    assertFails(ServeCommand.BAD_FILE, "no such folder: ", "--port", "0", "");
  }

  @Test
  void portInUseEndsWithItsExitCode() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertFails(
          ServeCommand.CANNOT_LISTEN,
          "cannot listen on 127.0.0.1:" + port,
          "--host",
          "127.0.0.1",
          "--port",
          port,
          root.toString());
    }
  }

  private String[] onLoopback() {
    return new String[] {
      "--host",
      "127.0.0.1",
      "--port",
      "0",
      "--classic-gap",
      "20",
      "--drain-timeout",
      "0.1",
      root.toString()
    };
  }

  private ServerProcess startOnLoopback() throws IOException {
    return start(onLoopback());
  }

  private ServerProcess start(String... arguments) throws IOException {
    return ServerProcess.start(folder, arguments);
  }

  /** Fails with one line that says why, and nothing else on the console. */
  private void assertFails(int exitCode, String reason, String... arguments) throws Exception {
    try (ServerProcess server = start(arguments)) {
      assertThat(server.awaitExit()).as(server.stderr()).isEqualTo(exitCode);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr().lines())
          .singleElement()
          .asString()
          .startsWith("ft-server: ")
          .contains(reason);
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** An original client that has said READY. */
  private static Socket startFetch(InetSocketAddress address, String name, String size)
      throws IOException {
    Socket client = connect(address);
    client.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
    byte[] answer = client.getInputStream().readNBytes(("EXISTS" + size).length());
    assertThat(answer).asString(StandardCharsets.UTF_8).isEqualTo("EXISTS" + size);
    client.getOutputStream().write("READY".getBytes(StandardCharsets.UTF_8));
    return client;
  }

  private static byte[] fetch(InetSocketAddress address, String name, int size) throws IOException {
    try (Socket client = startFetch(address, name, Integer.toString(size))) {
      return client.getInputStream().readAllBytes();
    }
  }
}
