package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import io.ft.server.ServerTimeouts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleCommandTest {

  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    root = temp;
  }

  @Test
  void opensAndHolds() throws IOException {
    try (FileServer server = TestServer.start(root);
        HeldLoad load = start(server, "--connections=250")) {
      assertThat(load.line()).isEqualTo("open 250");
      assertThat(load.end()).isZero();
      assertThat(load.err()).isEmpty();
    }
  }

  /** Until the server has closed one that says nothing. */
  @Test
  void pingsKeepConnectionsOpen() throws IOException {
    try (FileServer server = serverWithIdleMillis(500);
        HeldLoad load = start(server, "--connections=3", "--ping-millis=50")) {
      assertThat(load.line()).isEqualTo("open 3");
      try (Socket silent = new Socket(server.address().getAddress(), server.address().getPort())) {
        silent.getInputStream().readAllBytes();
      }

      assertThat(load.end()).isZero();
    }
  }

  @Test
  void lostConnectionsAreTold() throws IOException {
    FileServer server = TestServer.start(root);
    try (HeldLoad load = start(server, "--connections=3")) {
      assertThat(load.line()).isEqualTo("open 3");
      server.close();

      assertThat(load.end()).isEqualTo(1);
      assertThat(load.err()).startsWith("ft-load: ").contains(" of 3 connections were lost: ");
    }
  }

  @Test
  void nothingToConnectToFails() throws IOException {
    FileServer server = TestServer.start(root);
    int port = server.address().getPort();
    server.close();

    LoadRun run = LoadRun.of("idle", "--port=" + port, "--connections=3");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("refused");
  }

  private FileServer serverWithIdleMillis(long idleMillis) throws IOException {
    ServerTimeouts timeouts = ServerTimeouts.DEFAULT.with(60_000, idleMillis);
    return FileServer.start(TestServer.config(root).change().timeouts(timeouts).build());
  }

  private static HeldLoad start(FileServer server, String... options) throws IOException {
    String[] args = new String[options.length + 2];
    args[0] = "idle";
    args[1] = "--port=" + server.address().getPort();
    System.arraycopy(options, 0, args, 2, options.length);
    return HeldLoad.start(args);
  }
}
