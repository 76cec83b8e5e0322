package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signals do to the program, in a process of its own. */
class SignalsTest {

  private static final int LARGE_BYTES = 64 * 1024 * 1024;

  private Path folder;
  private Path root;
  private Path config;

  @BeforeEach
  void createRoot(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
    config = folder.resolve("server.toml");
    config("");
  }

  private void config(String more) throws IOException {
    Files.writeString(
        config,
        """
        host = "127.0.0.1"
        port = 0
        admin = "127.0.0.1:0"
        classic-gap = 20
        dir = "%s"
        """
                .formatted(root)
            + more);
  }

  private ServerProcess start(String... more) throws IOException {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--config";
    arguments[1] = config.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return ServerProcess.start(folder, Map.of("LC_ALL", "C.UTF-8"), List.of(), arguments);
  }

  @Test
  void hangUpTakesTheFileAnew() throws Exception {
    try (ServerProcess server = start()) {
      InetSocketAddress address = server.awaitListening();
      config("no-classic = true\nlimit-rate = '5M'\nworkers = 9\n");

      server.signal("HUP");

      server.awaitError("reloaded: no-classic: false -> true, limit-rate: 0 -> 5M");
      assertThat(server.stderr()).contains("; only a restart changes workers: default -> 9");
      try (Socket client = connect(address)) {
        client.getOutputStream().write("file".getBytes(StandardCharsets.UTF_8));
        assertThat(client.getInputStream().read()).isNegative();
      }
    }
  }

  @Test
  void hangUpWithAWrongFileChangesNothing() throws Exception {
    TestFiles.create(root.resolve("file"), 10);
    try (ServerProcess server = start()) {
      InetSocketAddress address = server.awaitListening();
      config("no-classic = true\nnonsense = 1\n");

      server.signal("HUP");

      server.awaitError(
          "reload refused, the settings stay as they were: " + config + ":7: nonsense");
      startFetch(address, "file", 10).close();
      assertThat(get(server, "/metrics").body())
          .contains("ft_reloads_total{result=\"refused\"} 1.0");
    }
  }

  @Test
  void slowDownloadKeepsTheServerUntilTheDrainTimeoutAndItIsNotReady() throws Exception {
    TestFiles.create(root.resolve("large"), LARGE_BYTES);
    try (ServerProcess server = start("--drain-timeout", "3");
        Socket client = startFetch(server.awaitListening(), "large", LARGE_BYTES)) {
      assertThat(client.getInputStream().read()).isNotNegative();
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);

      server.terminate();

      Await.until("it is not ready", () -> get(server, "/readyz").statusCode() == 503);
      assertThat(get(server, "/readyz").body()).isEqualTo("stopping\n");
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK);
      assertThat(server.stderr()).contains("stopping: 1 connections are cut off");
    }
  }

  @Test
  void secondSignalEndsItAtOnce() throws Exception {
    TestFiles.create(root.resolve("large"), LARGE_BYTES);
    for (Map.Entry<String, Integer> signal : Map.of("TERM", 143, "INT", 130).entrySet()) {
      try (ServerProcess server = start("--drain-timeout", "1000");
          Socket client = startFetch(server.awaitListening(), "large", LARGE_BYTES)) {
        assertThat(client.getInputStream().read()).isNotNegative();
        server.signal("TERM");
        server.awaitError("stopping: 1 connections have");

        server.signal(signal.getKey());

        assertThat(server.awaitExit()).isEqualTo(signal.getValue());
      }
    }
  }

  @Test
  void reloadThatWaitsForAFileDoesNotKeepItFromEnding() throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.createFile(
        tokens, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokens, "ci 0123456789abcdef\n");
    try (ServerProcess server =
        start("--token-file", tokens.toString(), "--allow-token-in-clear")) {
      server.awaitListening();
      // Whoever opens it waits, as for a folder on a machine that is away.
      Files.delete(tokens);
      assertThat(new ProcessBuilder("mkfifo", "-m", "600", tokens.toString()).start().waitFor())
          .isZero();
      server.signal("HUP");
      server.awaitError("reloading");

      server.terminate();

      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK);
    }
  }

  @Test
  void hangUpWhileItStopsHarmsNothing() throws Exception {
    TestFiles.create(root.resolve("large"), LARGE_BYTES);
    try (ServerProcess server = start("--drain-timeout", "1");
        Socket client = startFetch(server.awaitListening(), "large", LARGE_BYTES)) {
      assertThat(client.getInputStream().read()).isNotNegative();
      server.terminate();
      server.awaitError("stopping: 1 connections have");

      server.signal("HUP");

      assertThat(server.awaitExit()).isEqualTo(ServeCommand.OK);
    }
  }

  private static HttpResponse<String> get(ServerProcess server, String path) throws IOException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(server.adminUrl() + path)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    // Little of a large file fits in between.
    socket.setReceiveBufferSize(4_096);
    socket.connect(address);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** An original client that has said READY, and reads nothing more by itself. */
  private static Socket startFetch(InetSocketAddress address, String name, int size)
      throws IOException {
    Socket client = connect(address);
    client.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
    String answer = "EXISTS" + size;
    assertThat(client.getInputStream().readNBytes(answer.length()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(answer);
    client.getOutputStream().write("READY".getBytes(StandardCharsets.UTF_8));
    return client;
  }
}
