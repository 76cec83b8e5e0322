package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file becomes another one while it is sent: never an End, never a block of two versions. */
class ChangingSourceTest {

  private static final int FILE_BYTES = Sockets.MORE_THAN_BUFFERS_BYTES;

  private static final int BLOCK_BYTES = 256 * 1024;

  private Path path;
  private byte[] bytes;
  private TestServer server;

  /** Something that happens to a file that is being sent. */
  enum Change {
    TRUNCATED {
      @Override
      void apply(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(1_000_000);
        }
      }
    },
    APPENDED {
      @Override
      void apply(Path path) throws IOException {
        Files.write(path, new byte[1], StandardOpenOption.APPEND);
      }
    },
    REPLACED {
      @Override
      void apply(Path path) throws IOException {
        Path other = path.resolveSibling("other");
        Files.write(other, TestFiles.bytes(FILE_BYTES, 99));
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
      }
    },
    REWRITTEN {
      @Override
      void apply(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(TestFiles.bytes(FILE_BYTES, 99)));
        }
      }
    },
    DELETED {
      @Override
      void apply(Path path) throws IOException {
        Files.delete(path);
      }
    };

    abstract void apply(Path path) throws IOException;
  }

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    path = root.resolve("file");
    bytes = TestFiles.create(path, FILE_BYTES);
    server = TestServer.start(root, settings -> settings.blockSizeBytes(BLOCK_BYTES));
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void changeWhileBlocksAreSentIsNoticed(Change change) throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      client.next(Exists.class);
      client.next(Block.class);
      TestFiles.awaitNextTick(path);

      change.apply(path);

      Transfer transfer = client.finish(1);
      assertChangedOrClosed(transfer);
      for (Block block : transfer.blocks()) {
        // A damaged one is no harm: the client sees that it is.
        assertThat(!block.intact() || isOriginal(block)).as("%s", block).isTrue();
      }
    }
    assertThat(server.events().awaitExchange().outcome()).isNotEqualTo(Outcome.SENT);
  }

  @ParameterizedTest
  @EnumSource
  void changeBeforeReadyIsNoticed(Change change) throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"));
      client.next(Exists.class);
      TestFiles.awaitNextTick(path);

      change.apply(path);
      client.send(new Ready(1, 0, 10));

      Transfer transfer = client.finish(1);
      assertThat(transfer.blocks()).isEmpty();
      transfer.assertFailed(ErrorCode.CHANGED);
    }
    assertThat(server.events().awaitExchange().code()).isEqualTo(ErrorCode.CHANGED);
  }

  @Test
  void promisedBlockThatCannotBeSentClosesTheConnection() throws Exception {
    // One block that is more than all buffers hold, so that it is cut while it is on its way.
    try (TestServer large =
            TestServer.start(
                server.root(), settings -> settings.blockSizeBytes(Limits.MAX_BLOCK_BYTES));
        FramedClient client = large.slowFramedClient()) {
      client.send(FramedClient.range(1, "file", 0, Limits.MAX_BLOCK_BYTES));
      client.next(Exists.class);
      client.awaitBytes();

      Change.TRUNCATED.apply(path);

      Transfer transfer = client.finish(1);
      assertThat(transfer.blocks()).isEmpty();
      assertThat(transfer.end()).isInstanceOf(Closed.class);
      assertThat(large.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    }
  }

  @Test
  void newVersionIsServedBehindTheOldOne() throws Exception {
    try (FramedClient client = server.framedClient()) {
      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
      TestFiles.awaitNextTick(path);
      Change.REPLACED.apply(path);

      assertThat(client.fetch(2, "file").bytes()).isEqualTo(TestFiles.bytes(FILE_BYTES, 99));
    }
  }

  private static void assertChangedOrClosed(Transfer transfer) {
    assertThat(transfer.end()).isNotInstanceOf(End.class);
    if (transfer.end() instanceof Failure) {
      transfer.assertFailed(ErrorCode.CHANGED);
    } else {
      assertThat(transfer.end()).isInstanceOf(Closed.class);
    }
  }

  private boolean isOriginal(Block block) {
    int from = (int) block.offset();
    return Arrays.equals(bytes, from, from + block.length(), block.data(), 0, block.length());
  }
}
