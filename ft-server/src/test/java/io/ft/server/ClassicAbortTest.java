package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Limits;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data of a classic exchange stops short. The connection must be reset: after an orderly end
 * the original client waits for the missing bytes for ever.
 */
class ClassicAbortTest {

  private static final int FILE_BYTES = Sockets.MORE_THAN_BUFFERS_BYTES;
  private Path path;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    path = root.resolve("file");
    TestFiles.create(path, FILE_BYTES);
    server = TestServer.start(root);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @Test
  void fileThatIsFoundChangedResetsTheConnection() throws Exception {
    try (ClassicClient client = startOfData(server, FILE_BYTES)) {
      TestFiles.awaitNextTick(path);
      truncate(FILE_BYTES - 1);

      assertThat(Sockets.drain(client.socket())).isEqualTo(Closed.RESET);
    }
    assertThat(server.events().awaitExchange().outcome()).isNotEqualTo(Outcome.SENT);
  }

  @Test
  void blockThatIsCutWhileItIsSentResetsTheConnection() throws Exception {
    // One block that is more than all buffers hold, so that it is cut while it is on its way.
    TestFiles.create(path, Limits.MAX_BLOCK_BYTES);
    try (TestServer large =
            TestServer.start(
                server.root(), settings -> settings.blockSizeBytes(Limits.MAX_BLOCK_BYTES));
        ClassicClient client = startOfData(large, Limits.MAX_BLOCK_BYTES)) {
      truncate(100);

      assertThat(Sockets.drain(client.socket())).isEqualTo(Closed.RESET);
      assertThat(large.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    }
  }

  @Test
  void byteFromTheClientResetsTheConnection() throws Exception {
    try (ClassicClient client = startOfData(server, FILE_BYTES)) {
      client.send("X");

      assertThat(Sockets.drain(client.socket())).isEqualTo(Closed.RESET);
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void serverThatIsClosedResetsTheConnection() throws Exception {
    try (ClassicClient client = startOfData(server, FILE_BYTES)) {
      server.stop();

      assertThat(Sockets.drain(client.socket())).isEqualTo(Closed.RESET);
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void clientThatStopsReadingIsResetAfterTheIdleTime() throws Exception {
    try (TestServer impatient =
            TestServer.start(
                server.root(), settings -> settings.timeouts(TestServer.timeouts(10_000, 1_000)));
        ClassicClient client = ClassicClient.connectWithSmallBuffer(impatient.address())) {
      client.ask("file", FILE_BYTES);
      client.send("READY");

      assertThat(impatient.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
      assertThatExceptionOfType(SocketException.class).isThrownBy(client::receiveRest);
    }
  }

  /** A client that has got the first byte of data and has not read the others. */
  private static ClassicClient startOfData(TestServer server, long size) throws IOException {
    ClassicClient client = ClassicClient.connectWithSmallBuffer(server.address());
    client.ask("file", size);
    client.send("READY");
    assertThat(client.receive(1)).hasSize(1);
    return client;
  }

  private void truncate(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
