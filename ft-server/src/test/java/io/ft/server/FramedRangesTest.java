package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Ready;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part of a file comes, and in which blocks. */
class FramedRangesTest {

  private static final int FILE_BYTES = 10_000;
  private static final int BLOCK_BYTES = 4_096;

  private Path root;
  private byte[] bytes;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    server = TestServer.start(root, settings -> settings.blockSizeBytes(BLOCK_BYTES));
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10000",
    "0, 1",
    "0, 4096",
    "0, 4097",
    "1, 4095",
    "1, 4096",
    "4096, 4096",
    "4095, 2",
    "9999, 1",
    "1000, 8000",
    "5000, 9223372036854775807",
    "0, 9223372036854775807",
    "10000, 9223372036854775807",
    "9999, 9223372036854775807"
  })
  void rangeComesInBlocksOfTheGrid(int offset, long length) throws Exception {
    int end = (int) Math.min(FILE_BYTES, length + offset < 0 ? FILE_BYTES : offset + length);
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.range(1, "file", offset, length));

      Transfer transfer = client.finish(1);

      assertThat(transfer.end()).isEqualTo(new End(1, end - offset));
      assertThat(transfer.bytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, end));
      long next = offset;
      for (Block block : transfer.blocks()) {
        assertThat(block.offset()).isEqualTo(next);
        next += block.length();
        assertThat(next == end || next % BLOCK_BYTES == 0).as("a block ends at %d", next).isTrue();
        assertThat(block.length()).isLessThanOrEqualTo(BLOCK_BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9_999, 10_000})
  void rangeOfNoBytesEndsAtOnce(long offset) throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.range(1, "file", offset, 0));

      Transfer transfer = client.finish(1);

      assertThat(transfer.blocks()).isEmpty();
      assertThat(transfer.end()).isEqualTo(new End(1, 0));
    }
    assertThat(server.events().awaitExchange().bytesSent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {FILE_BYTES + 1, Long.MAX_VALUE})
  void rangeBehindTheEndIsRefusedBehindTheAnswer(long offset) throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.range(1, "file", offset, 1));
      Transfer refused = client.finish(1);
      assertThat(refused.answer()).isNotNull();
      refused.assertFailed(ErrorCode.BAD_RANGE);

      client.send(new FileRequest(2, "file"));
      client.next(Exists.class);
      client.send(new Ready(2, offset, 1));
      client.finish(2).assertFailed(ErrorCode.BAD_RANGE);

      assertThat(client.fetch(3, "file").bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void emptyFileIsServed() throws Exception {
    TestFiles.create(root.resolve("empty"), 0);
    try (FramedClient client = server.framedClient()) {
      Transfer transfer = client.fetch(1, "empty");

      assertThat(transfer.blocks()).isEmpty();
      assertThat(transfer.end()).isEqualTo(new End(1, 0));
    }
  }

  @Test
  void blocksAreAsLargeAsTheServerSays() throws Exception {
    byte[] large = TestFiles.create(root.resolve("large"), 3 * 1024 * 1024 + 1);
    try (TestServer ordinary = TestServer.start(root);
        FramedClient client = ordinary.framedClient()) {
      Transfer transfer = client.fetch(1, "large");

      assertThat(transfer.bytes()).isEqualTo(large);
      assertThat(transfer.blocks())
          .extracting(Block::length)
          .containsExactly(1024 * 1024, 1024 * 1024, 1024 * 1024, 1);
    }
  }

  @Test
  void blocksAreNoLargerThanTheClientAccepts() throws Exception {
    byte[] large = TestFiles.create(root.resolve("large"), 100_000);
    try (TestServer ordinary = TestServer.start(root);
        FramedClient client = FramedClient.connect(ordinary.address())) {
      Hello hello = FramedClient.HELLO;
      client.greet(new Hello(hello.features(), hello.maxExchanges(), 30_000, "test"));

      Transfer transfer = client.fetch(1, "large");

      assertThat(transfer.exists().blockSizeBytes()).isLessThanOrEqualTo(30_000);
      assertThat(transfer.blocks()).isNotEmpty().allMatch(block -> block.length() <= 30_000);
      assertThat(transfer.bytes()).isEqualTo(large);
    }
  }
}
