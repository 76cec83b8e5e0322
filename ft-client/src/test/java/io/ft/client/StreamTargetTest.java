package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockHeader;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads that are handed on as they come. */
class StreamTargetTest {

  private static final int BLOCK_BYTES = FramedPeer.BLOCK_BYTES;
  private static final byte[] CONTENT = TestFiles.content(4 * BLOCK_BYTES);

  private final ByteArrayOutputStream handedOn = new ByteArrayOutputStream();
  private final WritableByteChannel stream = Channels.newChannel(handedOn);

  private Path root;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    root = temp;
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({
    "FRAMED, 0",
    "FRAMED, 1",
    "FRAMED, 3000000",
    "CLASSIC, 0",
    "CLASSIC, 1",
    "CLASSIC, 3000000"
  })
  void allBytesAreHandedOnAndTheStreamStaysOpen(Dialect dialect, int size) throws Exception {
    try (ServedFolder served = ServedFolder.start(root)) {
      DownloadRequest request =
          new DownloadRequest(served.file("source", size), Target.stream(stream), dialect);
      Downloads.success(client.start(request, TransferListener.NONE));
    }
    assertThat(handedOn.toByteArray()).isEqualTo(TestFiles.content(size));
    assertThat(stream.isOpen()).isTrue();
  }

  @Test
  void streamThatTakesLittleAtATimeGetsItAll() throws Exception {
    WritableByteChannel narrow = new Narrow(stream);
    try (ServedFolder served = ServedFolder.start(root)) {
      Downloads.success(start(served.file("source", 20_000), narrow));
    }
    assertThat(handedOn.toByteArray()).isEqualTo(TestFiles.content(20_000));
  }

  @Test
  void damagedBlockIsFetchedAgainBeforeWhatFollowsIt() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 2);
              peer.sendBlock(id, 2 * BLOCK_BYTES, FramedPeer.block(CONTENT, 2), 0);
              peer.receive(Cancel.class);
              peer.sendBlocks(id, CONTENT, 3, 1);
              peer.send(new End(id, CONTENT.length));
              peer.serve(peer.receive(FileRequest.class), CONTENT);
              peer.untilClosed();
            })) {
      DownloadResult result = Downloads.success(start(server.file("source"), stream));

      assertThat(result.verifiedBytes()).isEqualTo(CONTENT.length);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void blocksBeforeADamagedOneAreHandedOnAndNoneAfterIt() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 2);
              peer.sendBlock(id, 2 * BLOCK_BYTES, FramedPeer.block(CONTENT, 2), 0);
              peer.receive(Cancel.class);
              peer.send(new Failure(id, ErrorCode.CANCELLED, "as you wish"));
              int again = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(again, CONTENT.length));
              assertThat(peer.receive(Ready.class).offset()).isEqualTo(2 * BLOCK_BYTES);
              peer.sendBlock(again, 2 * BLOCK_BYTES, FramedPeer.block(CONTENT, 2), 0);
              peer.sendBlocks(again, CONTENT, 3, 1);
              peer.untilClosed();
            })) {
      TransferException failure = Downloads.failure(start(server.file("source"), stream));

      assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
      assertThat(failure.verifiedBytes()).isEqualTo(2 * BLOCK_BYTES);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(Arrays.copyOf(CONTENT, 2 * BLOCK_BYTES));
  }

  @Test
  void halfABlockIsNotHandedOn() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 1);
              peer.send(
                  new BlockHeader(id, BLOCK_BYTES, BLOCK_BYTES),
                  new BlockContent(id, Unpooled.wrappedBuffer(CONTENT, BLOCK_BYTES, 1000)));
              peer.socket().close();
            })) {
      assertThat(Downloads.failure(start(server.file("source"), stream)).error())
          .isEqualTo(TransferError.ENDED_EARLY);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(Arrays.copyOf(CONTENT, BLOCK_BYTES));
  }

  @Test
  void verifiedBlocksStayHandedOnWhenTheServerFails() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 3);
              peer.send(new Failure(id, ErrorCode.CHANGED, "changed"));
              peer.untilClosed();
            })) {
      assertThat(Downloads.failure(start(server.file("source"), stream)).error())
          .isEqualTo(TransferError.SOURCE_CHANGED);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(Arrays.copyOf(CONTENT, 3 * BLOCK_BYTES));
  }

  @ParameterizedTest
  @EnumSource
  void closedStreamCannotBeWritten(Dialect dialect) throws Exception {
    stream.close();
    try (ServedFolder served = ServedFolder.start(root)) {
      DownloadRequest request =
          new DownloadRequest(served.file("source", 3_000_000), Target.stream(stream), dialect);

      TransferException failure = Downloads.failure(client.start(request, TransferListener.NONE));

      assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
      assertThat(failure.getCause()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void streamThatFailsLaterGotWhatCameBefore() throws Exception {
    AtomicInteger writes = new AtomicInteger();
    WritableByteChannel failing =
        new Narrow(stream) {
          @Override
          public int write(ByteBuffer bytes) throws IOException {
            if (writes.incrementAndGet() > 5) {
              throw new IOException("enough");
            }
            return super.write(bytes);
          }
        };
    try (ServedFolder served = ServedFolder.start(root)) {
      TransferException failure = Downloads.failure(start(served.file("source", 20_000), failing));

      assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
      assertThat(failure).hasMessage("cannot write: enough");

      // The connection is well: other downloads of the client go on.
      handedOn.reset();
      Downloads.success(start(served.file("source"), stream));
    }
    assertThat(handedOn.toByteArray()).isEqualTo(TestFiles.content(20_000));
  }

  @Test
  void streamThatThrowsWhateverItLikesFailsTheDownload() throws Exception {
    Path file = Files.createFile(root.resolve("read only"));
    try (ServedFolder served = ServedFolder.start(root.resolve("served"));
        FileChannel readOnly = FileChannel.open(file, StandardOpenOption.READ)) {
      TransferException failure = Downloads.failure(start(served.file("source", 1000), readOnly));

      assertThat(failure.error()).isIn(TransferError.CANNOT_WRITE, TransferError.INTERNAL);
    }
  }

  @Test
  void fullDeviceCannotBeWritten() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (ServedFolder served = ServedFolder.start(root);
        FileChannel device = FileChannel.open(full, StandardOpenOption.WRITE)) {
      TransferException failure = Downloads.failure(start(served.file("source", 10), device));

      assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
      assertThat(failure).hasMessageContaining("No space left");
    }
  }

  private Download start(RemoteFile source, WritableByteChannel out) {
    return client.start(new DownloadRequest(source, Target.stream(out)), TransferListener.NONE);
  }

  /** Takes at most a thousand bytes at a time. */
  private static class Narrow implements WritableByteChannel {

    private final WritableByteChannel out;

    Narrow(WritableByteChannel out) {
      this.out = out;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      ByteBuffer few = bytes.slice(bytes.position(), Math.min(1000, bytes.remaining()));
      int written = out.write(few);
      bytes.position(bytes.position() + written);
      return written;
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
