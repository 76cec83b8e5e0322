package io.ft.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Progressed;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is slower than the network: the client reads no more than it can keep. */
class BackPressureTest {

  private static final int BLOCK_BYTES = 256 * 1024;
  private static final int BLOCKS = 256;
  private static final long SIZE = (long) BLOCKS * BLOCK_BYTES;
  private static final byte[] BLOCK = TestFiles.content(BLOCK_BYTES);

  private final AtomicLong acceptedBytes = new AtomicLong();
  private final RecordingListener listener = new RecordingListener();

  private Pipe pipe;

  @BeforeEach
  void setUp() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void tearDown() throws IOException {
    pipe.sink().close();
    pipe.source().close();
  }

  @Test
  void framedClientStopsReadingAndGoesOnLater() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(FileRequest.class).id();
                  peer.send(
                      new Exists(id, SIZE, FramedPeer.MODIFIED, FramedPeer.TAG, BLOCK_BYTES, null));
                  peer.receive(Ready.class);
                  for (int i = 0; i < BLOCKS; i++) {
                    peer.sendBlock(id, (long) i * BLOCK_BYTES, BLOCK);
                    acceptedBytes.addAndGet(BLOCK_BYTES);
                  }
                  peer.send(new End(id, SIZE));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.maxBufferedBytes(1024 * 1024))) {
      assertStopsAndGoesOn(client, server, Dialect.FRAMED);
    }
  }

  @Test
  void classicClientStopsReadingAndGoesOnLater() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                socket -> {
                  socket.getInputStream().readNBytes("source".length());
                  socket.getOutputStream().write(("EXISTS" + SIZE).getBytes(US_ASCII));
                  socket.getInputStream().readNBytes("READY".length());
                  for (int i = 0; i < BLOCKS; i++) {
                    socket.getOutputStream().write(BLOCK);
                    acceptedBytes.addAndGet(BLOCK_BYTES);
                  }
                });
        FileClient client = FileClient.create(Configs.maxBufferedBytes(1024 * 1024))) {
      assertStopsAndGoesOn(client, server, Dialect.CLASSIC);
    }
  }

  @Test
  void readerThatHoldsUpOneDownloadIsNoStallOfAnother(@TempDir Path folder) throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"));
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      Target notRead = Target.stream(pipe.sink());
      Download held =
          client.start(new DownloadRequest(served.file("held", 500_000), notRead), listener);
      InputStream reader = Channels.newInputStream(pipe.source());
      assertThat(reader.read()).isNotNegative();

      Target file = Target.file(folder.resolve("copy"));
      CompletableFuture<DownloadResult> other =
          client
              .start(
                  new DownloadRequest(served.file("other", 3_000_000), file), TransferListener.NONE)
              .completion()
              .toCompletableFuture();
      assertThat(other)
          .failsWithin(1, TimeUnit.SECONDS)
          .withThrowableOfType(TimeoutException.class);

      assertThat(reader.readNBytes(499_999)).hasSize(499_999);
      Downloads.success(held);
      assertThat(other).succeedsWithin(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void assertStopsAndGoesOn(FileClient client, ScriptedServer server, Dialect dialect)
      throws Exception {
    Download download =
        client.start(
            new DownloadRequest(server.file("source"), Target.stream(pipe.sink()), dialect),
            listener);
    Await.until("the download has started", listener::hasStarted);

    // What the kernel keeps for both sides comes on top of the client's own limit.
    assertThat(Await.untilStill("the server", acceptedBytes::get)).isLessThan(SIZE / 2);
    long received =
        listener.events(Progressed.class).stream()
            .mapToLong(Progressed::receivedBytes)
            .max()
            .orElse(0);
    assertThat(received).isLessThan(SIZE / 16);

    byte[] digest = digestOfAll();
    assertThat(Downloads.success(download).sizeBytes()).isEqualTo(SIZE);
    assertThat(digest).isEqualTo(expectedDigest());
  }

  private byte[] digestOfAll() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    InputStream reader = new DigestInputStream(Channels.newInputStream(pipe.source()), digest);
    long remaining = SIZE;
    byte[] buffer = new byte[64 * 1024];
    while (remaining > 0) {
      int length = reader.read(buffer, 0, (int) Math.min(buffer.length, remaining));
      assertThat(length).isPositive();
      remaining -= length;
    }
    return digest.digest();
  }

  private static byte[] expectedDigest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < BLOCKS; i++) {
      digest.update(BLOCK);
    }
    return digest.digest();
  }
}
