package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyCommandTest {

  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    root = temp;
  }

  @Test
  void runsUntilInputEnds() throws IOException {
    TestServer.create(root.resolve("file"), 3_000_000);
    try (FileServer server = TestServer.start(root);
        HeldLoad proxy =
            HeldLoad.start(
                "proxy", "--to=127.0.0.1:" + server.address().getPort(), "--delay-millis=5")) {
      String line = proxy.line();
      assertThat(line).matches("listening on 127\\.0\\.0\\.1:\\d+");
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));

      LoadRun run =
          LoadRun.download(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              "file",
              "--clients=3",
              "--requests=2");

      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(proxy.end()).isZero();
    }
  }

  @Test
  void takenPortIsTold() throws IOException {
    try (FileServer server = TestServer.start(root)) {
      int port = server.address().getPort();

      LoadRun run =
          LoadRun.of("proxy", "--to=[::1]:" + port, "--delay-millis=5", "--listen-port=" + port);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("in use");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--to=127.0.0.1", "--to=:80", "--to=127.0.0.1:port"})
  void wrongAddressIsTold(String to) {
    LoadRun run = LoadRun.of("proxy", to, "--delay-millis=5");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ft-load: to: HOST:PORT");
  }
}
