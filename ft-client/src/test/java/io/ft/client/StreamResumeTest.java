package io.ft.client;

import static io.ft.client.testing.FramedPeer.BLOCK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that breaks off after each block or so: what was verified is not fetched again. */
class StreamResumeTest {

  private static final byte[] CONTENT = TestFiles.content(5 * BLOCK_BYTES + 77);
  private static final int BLOCKS = 6;
  private static final int HALF_BYTES = BLOCK_BYTES / 2;
  private static final DownloadOptions RETRYING =
      DownloadOptions.DEFAULT.withRetry(new RetryPolicy(3, 1, 1, Long.MAX_VALUE, false));

  private final AtomicInteger sentBlocks = new AtomicInteger();

  @Test
  void streamGoesOnWithinADownload() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScriptedServer server = breaking(0);
        FileClient client = FileClient.create()) {
      DownloadResult result =
          Downloads.success(start(client, server, Target.stream(Channels.newChannel(out))));

      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length);
      assertThat(result.retries()).isEqualTo(BLOCKS);
    }
    assertThat(out.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void halfABlockIsNotHandedOn() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScriptedServer server = breaking(HALF_BYTES);
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, Target.stream(Channels.newChannel(out))));
    }
    assertThat(out.toByteArray()).isEqualTo(CONTENT);
    assertThat(sentBlocks).hasValue(BLOCKS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, HALF_BYTES})
  void fileGoesOnWithinADownload(int halfBytes, @TempDir Path folder) throws Exception {
    try (ScriptedServer server = breaking(halfBytes);
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, Target.file(folder.resolve("copy"))));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
    assertThat(sentBlocks).hasValue(BLOCKS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, HALF_BYTES})
  void fileGoesOnInTheNextDownload(int halfBytes, @TempDir Path folder) throws Exception {
    Path target = folder.resolve("copy");
    try (ScriptedServer server = breaking(halfBytes);
        FileClient client = FileClient.create()) {
      DownloadRequest request = new DownloadRequest(server.file("source"), Target.file(target));
      for (int block = 0; block < BLOCKS; block++) {
        TransferException failure = Downloads.failure(client.start(request, TransferListener.NONE));
        assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
      }
      assertThat(target).doesNotExist();

      DownloadResult result = Downloads.success(client.start(request, TransferListener.NONE));
      assertThat(result.receivedBytes()).isZero();
      assertThat(result.resumedBytes()).isEqualTo(CONTENT.length);
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(sentBlocks).hasValue(BLOCKS);
  }

  private static Download start(FileClient client, ScriptedServer server, Target target) {
    return client.start(
        new DownloadRequest(server.file("source"), target).with(RETRYING), TransferListener.NONE);
  }

  /** Sends the first block that is asked for, and so much of the next, and closes. */
  private ScriptedServer breaking(int halfBytes) throws IOException {
    return ScriptedServer.framed(
        peer -> {
          FileRequest request = peer.receive(FileRequest.class);
          int id = request.id();
          int block = 0;
          if (request.advance() == null) {
            peer.send(FramedPeer.exists(id, CONTENT.length));
            Ready ready = peer.receive(Ready.class);
            if (ready.length() == 0) {
              peer.send(new End(id, 0));
              peer.untilClosed();
              return;
            }
            block = (int) ready.offset() / BLOCK_BYTES;
          } else {
            peer.send(FramedPeer.exists(id, CONTENT.length));
          }
          peer.sendBlocks(id, CONTENT, block, 1);
          sentBlocks.incrementAndGet();
          if (halfBytes > 0 && block + 2 < BLOCKS) {
            int next = (block + 1) * BLOCK_BYTES;
            peer.send(
                new BlockHeader(id, next, BLOCK_BYTES),
                new BlockContent(id, Unpooled.wrappedBuffer(CONTENT, next, halfBytes)));
          }
        });
  }
}
