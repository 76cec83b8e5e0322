package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Progressed;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target while its bytes are still coming: a server stops in the middle and waits. */
class TargetDuringDownloadTest {

  private static final byte[] CONTENT = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final RecordingListener listener = new RecordingListener();

  private Path folder;
  private ScriptedServer server;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 2);
              assertThat(goOn.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
              peer.sendBlocks(id, CONTENT, 2, 1);
              peer.send(new End(id, CONTENT.length));
              peer.untilClosed();
            });
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void oldContentStaysUntilTheEnd() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    Download download = startAndStopInTheMiddle(target);

    assertThat(target).hasContent("old");
    List<String> names = TestFiles.names(folder);
    assertThat(names).hasSize(2).contains("copy");
    assertThat(names.get(1)).startsWith("copy.").endsWith(".part");

    goOn.countDown();
    Downloads.success(download);
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void newTargetAppearsAtTheEnd() throws Exception {
    Path target = folder.resolve("copy");
    Download download = startAndStopInTheMiddle(target);

    assertThat(target).doesNotExist();

    goOn.countDown();
    Downloads.success(download);
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void partOfTheLongestNameFitsTheFileSystem() throws Exception {
    Download download = startAndStopInTheMiddle(folder.resolve("n".repeat(255)));

    assertThat(TestFiles.names(folder))
        .singleElement()
        .asString()
        .hasSizeLessThanOrEqualTo(255)
        .endsWith(".part");

    goOn.countDown();
    Downloads.success(download);
  }

  @Test
  void targetThatBecomesAFolderIsLeftAlone() throws Exception {
    Path target = folder.resolve("copy");
    Download download = startAndStopInTheMiddle(target);
    Path inside = Files.createFile(Files.createDirectory(target).resolve("inside"));

    goOn.countDown();

    assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(inside).exists();
    assertThat(TestFiles.names(folder)).containsExactly("copy", "copy.part", "copy.part.state");
  }

  @Test
  void folderThatVanishesFailsTheDownload() throws Exception {
    Path vanishing = Files.createDirectory(folder.resolve("vanishing"));
    Download download = startAndStopInTheMiddle(vanishing.resolve("copy"));
    for (String name : TestFiles.names(vanishing)) {
      Files.delete(vanishing.resolve(name));
    }
    Files.delete(vanishing);

    goOn.countDown();

    assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(vanishing).doesNotExist();
  }

  private Download startAndStopInTheMiddle(Path target) {
    Download download =
        client.start(new DownloadRequest(server.file("source"), Target.file(target)), listener);
    Progressed twoBlocks = new Progressed(2L * FramedPeer.BLOCK_BYTES, 2L * FramedPeer.BLOCK_BYTES);
    Await.until("two blocks are verified", () -> listener.events().contains(twoBlocks));
    return download;
  }
}
