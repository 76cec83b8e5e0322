package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Tag;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that are wanted as a whole go through the memory, as long as there is some. */
class SmallFilesTest {

  private static final int SMALL_BYTES = FileExchange.MAX_CONTENT_BYTES;
  private static final int FILES = 100;

  private Path root;

  @BeforeEach
  void setRoot(@TempDir Path temporary) {
    root = temporary;
  }

  private StoreServer start(long contentBytes) throws IOException {
    return StoreServer.start(
        TestServer.config(root, config -> config.contentBytes(contentBytes)),
        ConfinedDirectory.open(root, StoreOptions.DEFAULT),
        Transport.best());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, SMALL_BYTES - 1, SMALL_BYTES, SMALL_BYTES + 1})
  void arriveWhole(int sizeBytes) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), sizeBytes);
    try (StoreServer server = start(SMALL_BYTES);
        FramedClient client = server.framedClient()) {
      Transfer transfer = client.fetch(1, "file");

      assertThat(transfer.bytes()).isEqualTo(bytes);
      assertThat(transfer.end()).isEqualTo(new End(1, sizeBytes));
      assertThat(server.events().awaitExchange())
          .extracting(ExchangeReport::outcome, ExchangeReport::bytesSent)
          .containsExactly(ExchangeReport.Outcome.SENT, (long) sizeBytes);
      Await.until("the memory is free", () -> server.contentBudget().takenBytes() == 0);
    }
  }

  /** Part of a file, and a file that a later version may have replaced, are no special case. */
  @Test
  void partsArriveToo() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), SMALL_BYTES);
    try (StoreServer server = start(SMALL_BYTES);
        FramedClient client = server.framedClient()) {
      client.send(FramedClient.range(1, "file", 0, 100));
      assertThat(client.finish(1).bytes()).isEqualTo(Arrays.copyOf(bytes, 100));
      client.send(FramedClient.range(2, "file", 100, Long.MAX_VALUE));
      assertThat(client.finish(2).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 100, bytes.length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, SMALL_BYTES, 3L * SMALL_BYTES})
  void arriveAlsoWhereThereIsNoMemoryForThem(long memoryBytes) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), SMALL_BYTES);
    try (StoreServer server = start(memoryBytes);
        FramedClient client = server.framedClient()) {
      for (int id = 1; id <= FILES; id++) {
        client.send(FramedClient.wholeFile(id, "file"));
      }
      int ended = 0;
      byte[][] received = new byte[FILES + 1][];
      while (ended < FILES) {
        Object next = client.next();
        if (next instanceof Block block) {
          received[block.id()] = block.data();
        } else if (next instanceof End) {
          ended++;
        }
      }

      for (int id = 1; id <= FILES; id++) {
        assertThat(received[id]).isEqualTo(bytes);
      }
      Await.until("the memory is free", () -> server.contentBudget().takenBytes() == 0);
    }
  }

  /** It has been read by then. */
  @Test
  void fileOfAnotherVersionGivesTheMemoryBack() throws Exception {
    TestFiles.create(root.resolve("file"), SMALL_BYTES);
    try (StoreServer server = start(SMALL_BYTES);
        FramedClient client = server.framedClient()) {
      client.send(
          new FileRequest(1, "file", new Tag("00"), false, Advance.wholeFileUpTo(Long.MAX_VALUE)));

      client.finish(1).assertFailed(ErrorCode.CHANGED);
      assertThat(server.contentBudget().takenBytes()).isZero();
      assertThat(client.fetch(2, "file").bytes()).hasSize(SMALL_BYTES);
    }
  }

  @Test
  void clientThatLeavesGivesTheMemoryBack() throws Exception {
    TestFiles.create(root.resolve("file"), SMALL_BYTES);
    try (StoreServer server = start(16 << 20)) {
      try (FramedClient client = FramedClient.connectWithSmallBuffer(server.address())) {
        client.greet(FramedClient.HELLO);
        for (int id = 1; id <= FILES; id++) {
          client.send(FramedClient.wholeFile(id, "file"));
        }
        Await.until("something is under way", () -> server.contentBudget().takenBytes() > 0);
      }

      Await.until("the memory is free", () -> server.contentBudget().takenBytes() == 0);
      OpenHandles.awaitNone(root);
    }
  }

  @Test
  void changeIsSeenBetweenTwoRequests() throws Exception {
    Path file = root.resolve("file");
    Files.writeString(file, "one");
    try (StoreServer server = start(SMALL_BYTES);
        FramedClient client = server.framedClient()) {
      assertThat(client.fetch(1, "file").bytes()).asString().isEqualTo("one");
      Files.writeString(file, "two");
      assertThat(client.fetch(2, "file").bytes()).asString().isEqualTo("two");
    }
  }
}
