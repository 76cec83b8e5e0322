package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several downloads that write to one name: the first has it, and the others harm nothing. */
class TargetSharingTest {

  private static final byte[] CONTENT = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final RecordingListener listener = new RecordingListener();

  private Path folder;
  private ScriptedServer server;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 1);
              assertThat(goOn.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
              peer.sendBlocks(id, CONTENT, 1, 2);
              peer.send(new End(id, CONTENT.length));
              peer.untilClosed();
            });
  }

  @AfterEach
  void tearDown() throws IOException {
    goOn.countDown();
    server.close();
  }

  @Test
  void secondDownloadIsToldThatTheTargetIsBusy() throws Exception {
    assertSecondIsBusy(folder.resolve("copy"));
  }

  @Test
  void anotherWayToTheSameFolderIsNoOtherTarget() throws Exception {
    Path detour = Files.createSymbolicLink(folder.resolve("detour"), folder);

    assertSecondIsBusy(detour.resolve("copy"));
  }

  private void assertSecondIsBusy(Path secondTarget) throws Exception {
    try (FileClient first = FileClient.create();
        FileClient second = FileClient.create()) {
      Download running = first.start(request(folder.resolve("copy")), listener);
      Await.until("the first download has started", listener::hasStarted);

      TransferException failure =
          Downloads.failure(second.start(request(secondTarget), TransferListener.NONE));

      assertThat(failure.error()).isEqualTo(TransferError.TARGET_BUSY);
      goOn.countDown();
      Downloads.success(running);
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
  }

  @Test
  void targetIsFreeAgainAfterAFailure() throws Exception {
    try (FileClient first = FileClient.create();
        FileClient second = FileClient.create()) {
      Download given = first.start(request(folder.resolve("copy")), listener);
      Await.until("the first download has started", listener::hasStarted);
      given.cancel();
      Downloads.failure(given);
      assertThat(TestFiles.openBelow(folder)).isEmpty();

      goOn.countDown();
      Downloads.success(
          second.start(
              request(folder.resolve("copy")).with(DownloadOptions.DEFAULT.withResume(false)),
              TransferListener.NONE));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
  }

  private DownloadRequest request(Path target) {
    return new DownloadRequest(server.file("source"), Target.file(target));
  }
}
