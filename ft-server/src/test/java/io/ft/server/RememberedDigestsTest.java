package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is sent again is not read again, unless it is another version. */
class RememberedDigestsTest {

  private static final int BLOCK_BYTES = 8192;
  private static final int FILE_BYTES = 3 * BLOCK_BYTES + 1;

  private Path file;
  private byte[] bytes;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    file = root.resolve("file");
    bytes = TestFiles.create(file, FILE_BYTES);
    server = TestServer.start(root, config -> config.blockSizeBytes(BLOCK_BYTES));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  /**
   * A page that is mapped and already dirty can be written to without a change of the time stamps.
   * So the file keeps its tag, its bytes change, and the checksum that comes with them tells
   * whether the server has read them: one of what it read earlier does not match.
   */
  @Test
  void secondDownloadOfAVersionDoesNotReadIt() throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, FILE_BYTES);
      Await.until(
          "the system writes no page back between the two downloads", () -> onePair(mapped));
    }
  }

  /** Two downloads with a change in between; false if that change was one of the tag, too. */
  private boolean onePair(MappedByteBuffer mapped) throws IOException {
    mapped.put(0, (byte) (mapped.get(0) + 1));
    Transfer first = fetch();
    assertThat(first.blocks()).hasSize(4).allMatch(Block::intact);
    mapped.put(0, (byte) (mapped.get(0) + 1));
    Transfer second = fetch();
    if (!second.exists().tag().equals(first.exists().tag())) {
      return false;
    }
    assertThat(second.blocks().get(0).data()[0]).isEqualTo(mapped.get(0));
    assertThat(second.blocks().get(0).intact()).as("the server has read it again").isFalse();
    assertThat(second.blocks().subList(1, 4)).allMatch(Block::intact);
    return true;
  }

  @Test
  void fileThatWasChangedIsReadAnew() throws Exception {
    Transfer first = fetch();
    assertThat(first.bytes()).isEqualTo(bytes);
    bytes[BLOCK_BYTES] ^= 1;
    Files.write(file, bytes);

    Transfer second = fetch();

    assertThat(second.exists().tag()).isNotEqualTo(first.exists().tag());
    assertThat(second.bytes()).isEqualTo(bytes);
  }

  private Transfer fetch() throws IOException {
    try (FramedClient client = server.framedClient()) {
      return client.fetch(1, "file");
    }
  }
}
