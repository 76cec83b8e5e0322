package io.ft.client;

import static io.ft.client.testing.FramedPeer.BLOCK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two attempts bring is joined only if it is of one version. */
class JoinedAttemptsTest {

  private static final byte[] CONTENT = TestFiles.content(4 * BLOCK_BYTES);
  private static final DownloadOptions RETRYING =
      DownloadOptions.DEFAULT.withRetry(new RetryPolicy(3, 1, 1, Long.MAX_VALUE, false));

  private final ByteArrayOutputStream handedOn = new ByteArrayOutputStream();

  /** The look at a complete target breaks off: the next look is for the same version. */
  @Test
  void completeTargetStaysTheVersionThatItIs(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("copy");
    try (ScriptedServer server = ScriptedServer.framed(this::thirdConnectionHasAnotherVersion);
        FileClient client = FileClient.create()) {
      DownloadRequest request = new DownloadRequest(server.file("source"), Target.file(target));
      Downloads.success(client.start(request, TransferListener.NONE));

      Download second = client.start(request.with(RETRYING), TransferListener.NONE);

      assertThat(Downloads.failure(second).error()).isEqualTo(TransferError.SOURCE_CHANGED);
    }
  }

  private int connections;

  private synchronized void thirdConnectionHasAnotherVersion(FramedPeer peer) throws IOException {
    connections++;
    FileRequest request = peer.receive(FileRequest.class);
    switch (connections) {
      case 1 -> peer.serve(request, CONTENT);
      case 2 -> peer.send(FramedPeer.exists(request.id(), CONTENT.length));
      default -> {
        assertThat(request.expectedTag()).isEqualTo(FramedPeer.TAG);
        peer.send(new Failure(request.id(), ErrorCode.CHANGED, "another version"));
        peer.untilClosed();
      }
    }
  }

  @Test
  void damagedStreamOfAnUnknownVersionIsNotMended() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(FileRequest.class).id();
                  peer.send(
                      new Exists(
                          id, CONTENT.length, FramedPeer.MODIFIED, Tag.NONE, BLOCK_BYTES, null));
                  peer.sendBlocks(id, CONTENT, 0, 2);
                  peer.sendBlock(id, 2 * BLOCK_BYTES, FramedPeer.block(CONTENT, 2), 0);
                  peer.receive(Cancel.class);
                  peer.send(new Failure(id, ErrorCode.CANCELLED, "as you wish"));
                  assertThat(peer.receive()).as("no other request").isNull();
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server));
      assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(Arrays.copyOf(CONTENT, 2 * BLOCK_BYTES));
  }

  @Test
  void streamWhoseSourceIsAnnouncedShorterIsGivenUp() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  boolean first = request.expectedTag().isNone();
                  int size = first ? CONTENT.length : BLOCK_BYTES;
                  peer.send(FramedPeer.exists(request.id(), size));
                  if (first) {
                    peer.sendBlocks(request.id(), CONTENT, 0, 2);
                  } else {
                    peer.untilClosed();
                  }
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server));
      assertThat(failure.error()).isEqualTo(TransferError.SOURCE_CHANGED);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(Arrays.copyOf(CONTENT, 2 * BLOCK_BYTES));
  }

  private Download start(FileClient client, ScriptedServer server) {
    Target target = Target.stream(Channels.newChannel(handedOn));
    return client.start(
        new DownloadRequest(server.file("source"), target).with(RETRYING), TransferListener.NONE);
  }
}
