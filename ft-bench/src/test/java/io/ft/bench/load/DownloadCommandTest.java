package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ft.server.FileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadCommandTest {

  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    root = temp;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1",
    "1, 3, 1, 1",
    "10000, 3, 5, 1",
    "10000, 2, 20, 8",
    "10000, 1, 2, 8",
    "1048576, 2, 2, 1",
    "1048577, 2, 2, 2",
    "3500000, 2, 4, 3",
    "20000, 250, 1, 1",
  })
  void countsAndVerifies(int size, int clients, int requests, int depth) throws IOException {
    TestServer.create(root.resolve("a file"), size);
    try (FileServer server = TestServer.start(root)) {
      LoadRun run =
          LoadRun.download(
              server.address(),
              "a file",
              "--clients=" + clients,
              "--requests=" + requests,
              "--depth=" + depth);

      assertDownloaded(run, clients, requests, (long) size * clients * requests);
    }
  }

  @Test
  void downloadsByHttp() throws IOException {
    byte[] bytes = TestServer.bytes(100_000);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/a file",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          try (var body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
    server.start();
    try {
      LoadRun run =
          LoadRun.download(
              server.getAddress(), "a file", "--protocol=http", "--clients=3", "--requests=4");

      assertDownloaded(run, 3, 4, 12L * bytes.length);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void missingFileFails() throws IOException {
    try (FileServer server = TestServer.start(root)) {
      LoadRun run = LoadRun.download(server.address(), "missing", "--clients=2");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isEqualTo("ft-load: no download: NotExists[id=1]\n");
    }
  }

  @Test
  void depthThatServerRefusesFails() throws IOException {
    try (FileServer server = TestServer.start(root)) {
      LoadRun run = LoadRun.download(server.address(), "any", "--depth=2000");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("allows for 1024 at once (wanted: 2000)");
    }
  }

  @Test
  void refusedConnectionFails() throws IOException {
    FileServer server = TestServer.start(root);
    InetSocketAddress address = server.address();
    server.close();

    LoadRun run = LoadRun.download(address, "any");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("ft-load: ").contains("refused");
  }

  @ParameterizedTest
  @CsvSource({"--clients=0", "--requests=0", "--depth=0", "--protocol=ftp", "--unknown"})
  void wrongUsageIsTold(String option) {
    LoadRun run = LoadRun.of("download", "--port=1", "--path=any", option);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ft-load: ").hasLineCount(1);
  }

  @Test
  void httpHasNoDepth() {
    LoadRun run = LoadRun.of("download", "--port=1", "--path=any", "--protocol=http", "--depth=2");

    assertThat(run.code()).isEqualTo(2);
  }

  private static void assertDownloaded(LoadRun run, int clients, int requests, long bytes) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            "{\"clients\":%d,\"requests\":%d,\"bytes\":%d,\"wall_seconds\":"
                .formatted(clients, requests, bytes))
        .endsWith("]}\n");
    double[] seconds =
        Stream.of(run.out().replaceAll(".*\\[|].*\\n", "").split(",", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertThat(seconds).hasSize(clients).isSorted();
    assertThat(run.out())
        .contains("\"wall_seconds\":" + String.format("%.6f", seconds[clients - 1]));
  }
}
