package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose process dies, wherever they are: the connection is reset. */
class KilledClientsTest {

  private static final int CLIENTS = 60;
  private static final int LARGE_BYTES = Sockets.MORE_THAN_BUFFERS_BYTES;

  private byte[] small;
  private Path root;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    small = TestFiles.create(root.resolve("small"), 10_000);
    TestFiles.create(root.resolve("large"), LARGE_BYTES);
    server = TestServer.start(root);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @Test
  void clientsThatAreKilledAnywhereLeaveNothingBehind() throws Exception {
    Random random = new Random(20_261_122);
    for (int i = 0; i < CLIENTS; i++) {
      switch (random.nextInt(6)) {
        case 0 -> killAfter(TestFiles.bytes(random.nextInt(200), i), 0);
        case 1 -> killAfter(join(new byte[] {0, 'f', 't', 1}, TestFiles.bytes(100, i)), 0);
        case 2 -> killAfter(cut(flight(new FileRequest(1, "large")), random), 0);
        case 3 -> killAfter(flight(FramedClient.wholeFile(1, "large")), random.nextInt(1_000_000));
        case 4 -> killAfter("large".getBytes(StandardCharsets.US_ASCII), random.nextInt(8));
        default -> killInClassicData(random.nextInt(1_000_000));
      }
    }

    try (FramedClient framed = server.framedClient();
        ClassicClient classic = server.classicClient()) {
      assertThat(framed.fetch(1, "small").bytes()).isEqualTo(small);
      classic.fetch("small", small);
    }
    OpenHandles.awaitNone(root);
    server.stop();
    assertThat(server.events().remotes()).doesNotHaveDuplicates();
  }

  @Test
  void clientThatIsKilledWhileItReceivesIsReportedOnce() throws Exception {
    FramedClient client = server.slowFramedClient();
    client.send(FramedClient.wholeFile(1, "large"));
    client.awaitBytes();

    Sockets.reset(client.socket());
    client.close();

    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(ExchangeReport.Outcome.ABORTED);
    assertThat(report.bytesSent()).isLessThan(LARGE_BYTES);
    assertThat(report.detail()).isNotEmpty();
    OpenHandles.awaitNone(root);
    server.stop();
    assertThat(server.events().remotes()).hasSize(1);
  }

  /** Sends {@code bytes}, takes {@code taken} of what comes, and dies. */
  private void killAfter(byte[] bytes, int taken) throws IOException {
    ClassicClient client = ClassicClient.connectWithSmallBuffer(server.address());
    client.send(bytes);
    skip(client, taken);
    Sockets.reset(client.socket());
  }

  private void killInClassicData(int taken) throws IOException {
    ClassicClient client = ClassicClient.connectWithSmallBuffer(server.address());
    client.ask("large", LARGE_BYTES);
    client.send("READY");
    skip(client, taken);
    Sockets.reset(client.socket());
  }

  private static void skip(ClassicClient client, int bytes) throws IOException {
    InputStream in = client.socket().getInputStream();
    in.skipNBytes(bytes);
  }

  private static byte[] flight(Message request) {
    return FramedClient.encode(FramedClient.HELLO, request);
  }

  private static byte[] cut(byte[] bytes, Random random) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
