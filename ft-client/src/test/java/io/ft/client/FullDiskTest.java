package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Progressed;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.SmallDisk;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full: before the download, and in the middle of it. */
class FullDiskTest {

  private static final int DISK_BYTES = 3 * 1024 * 1024;
  private static final int BLOCKS = 512;
  private static final byte[] CONTENT = TestFiles.content(BLOCKS * FramedPeer.BLOCK_BYTES - 5);

  private final CountDownLatch goOn = new CountDownLatch(1);

  private Path temp;
  private Path folder;
  private Path target;
  private SmallDisk disk;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    this.temp = temp;
    folder = Files.createDirectory(temp.resolve("disk"));
    Optional<SmallDisk> mounted = SmallDisk.mount(folder, DISK_BYTES);
    assumeTrue(mounted.isPresent(), "cannot mount");
    disk = mounted.orElseThrow();
    target = Files.writeString(folder.resolve("copy"), "old");
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    if (disk != null) {
      client.close();
      assertThat(TestFiles.openBelow(folder)).isEmpty();
      disk.close();
    }
  }

  @Test
  void fileThatDoesNotFitIsNotBegun() throws Exception {
    try (ServedFolder served = ServedFolder.start(temp.resolve("served"))) {
      RemoteFile source = served.file("source", DISK_BYTES + 1);

      TransferException failure =
          Downloads.failure(
              client.start(
                  new DownloadRequest(source, Target.file(target)), TransferListener.NONE));

      assertThat(failure.error()).isEqualTo(TransferError.DISK_FULL);
      assertThat(failure.receivedBytes()).isZero();
      assertThat(failure).hasMessageContaining("needs " + (DISK_BYTES + 1) + " bytes");
    }
    assertThat(target).hasContent("old");
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  /** The room is taken by somebody else when so many blocks are here. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 100, 400})
  void downloadGoesOnWhenThereIsRoomAgain(int blocks) throws Exception {
    try (ScriptedServer server = waitingAfter(blocks)) {
      DownloadRequest request = new DownloadRequest(server.file("source"), Target.file(target));
      RecordingListener listener = new RecordingListener();
      Download download = client.start(request, listener);
      long bytes = (long) blocks * FramedPeer.BLOCK_BYTES;
      Await.until(
          "the blocks are verified",
          () -> listener.events().contains(new Progressed(bytes, bytes)));
      Path filler = disk.fill();
      goOn.countDown();

      TransferException failure = Downloads.failure(download);
      assertThat(failure.error()).isEqualTo(TransferError.DISK_FULL);
      assertThat(target).hasContent("old");

      Files.delete(filler);
      DownloadResult result = Downloads.success(client.start(request, TransferListener.NONE));
      // A block may have made room for the record.
      assertThat(result.resumedBytes()).isBetween(bytes - FramedPeer.BLOCK_BYTES, bytes);
      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length - result.resumedBytes());
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  /** Waits in its first answer when so many blocks are sent; then it is as any other. */
  private ScriptedServer waitingAfter(int blocks) throws IOException {
    return ScriptedServer.framed(
        peer -> {
          if (goOn.getCount() == 0) {
            peer.serve(peer.receive(FileRequest.class), CONTENT);
            peer.untilClosed();
            return;
          }
          int id = peer.receive(FileRequest.class).id();
          peer.send(FramedPeer.exists(id, CONTENT.length));
          peer.receive(Ready.class);
          peer.sendBlocks(id, CONTENT, 0, blocks);
          assertThat(goOn.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
          peer.sendBlocks(id, CONTENT, blocks, BLOCKS - blocks);
          peer.send(new End(id, CONTENT.length));
        });
  }
}
