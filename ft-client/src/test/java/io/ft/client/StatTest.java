package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ScriptedServer.FramedScript;
import io.ft.client.testing.ServedFolder;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question about a file: no byte of it flows, and the connection stays good. */
class StatTest {

  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @Test
  void realServerAnswersWithoutABlock(@TempDir Path root) throws Exception {
    try (ServedFolder served = ServedFolder.start(root);
        FileClient client = FileClient.create()) {
      RemoteFile file = served.file("source", 3_000_000);

      RemoteStat stat = Downloads.success(stat(client, file, false));

      assertThat(stat.sizeBytes()).isEqualTo(3_000_000);
      assertThat(stat.modified())
          .isEqualTo(Files.getLastModifiedTime(root.resolve("source")).toInstant());
      assertThat(stat.tag().isNone()).isFalse();
      assertThat(stat.sha256()).isNull();
      assertThat(Downloads.success(stat(client, served.file("empty", 0), false)).sizeBytes())
          .isZero();
      assertThat(Downloads.failure(stat(client, served.file("absent"), false)).error())
          .isEqualTo(TransferError.NOT_FOUND);
    }
  }

  @Test
  void asksForNoByteAndForTheDigestOnlyIfWanted() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  answer(peer, false, null);
                  answer(peer, true, SHA256);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.success(stat(client, server.file("f"), false)))
          .isEqualTo(new RemoteStat(9, FramedPeer.MODIFIED, FramedPeer.TAG, null));
      assertThat(Downloads.success(stat(client, server.file("f"), true)))
          .isEqualTo(new RemoteStat(9, FramedPeer.MODIFIED, FramedPeer.TAG, SHA256));
      assertThat(server.connections()).isOne();
    }
  }

  private static void answer(FramedPeer peer, boolean wantsSha256, @Nullable String sha256)
      throws IOException {
    FileRequest request = peer.receive(FileRequest.class);
    assertThat(request.wantsSha256()).isEqualTo(wantsSha256);
    assertThat(request.advance()).isEqualTo(new FileRequest.Advance(0, 0, Long.MAX_VALUE));
    peer.send(exists(request.id(), sha256), new End(request.id(), 0));
  }

  private static Exists exists(int id, @Nullable String sha256) {
    return new Exists(id, 9, FramedPeer.MODIFIED, FramedPeer.TAG, FramedPeer.BLOCK_BYTES, sha256);
  }

  @Test
  void digestMissingOrUnaskedForEndsTheConnection() throws Exception {
    assertBroken(true, peer -> peer.send(exists(1, null)));
    assertBroken(false, peer -> peer.send(exists(1, SHA256)));
  }

  @Test
  void bytesThatNobodyAskedForEndTheConnection() throws Exception {
    assertBroken(
        false,
        peer -> {
          peer.send(exists(1, null));
          peer.sendBlock(1, 0, new byte[9]);
        });
    assertBroken(false, peer -> peer.send(exists(1, null), new End(1, 9)));
    assertBroken(false, peer -> peer.send(new End(1, 0)));
    assertBroken(false, peer -> peer.send(exists(1, null), exists(1, null)));
  }

  private static void assertBroken(boolean sha256, FramedScript answer) throws Exception {
    CompletableFuture<ErrorCode> told = new CompletableFuture<>();
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(FileRequest.class);
                  answer.play(peer);
                  told.complete(peer.receive(Failure.class).code());
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.failure(stat(client, server.file("f"), sha256)).error())
          .isEqualTo(TransferError.PROTOCOL);
      assertThat(told.get(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void serverWithoutTheFeatureIsUnsupported() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(FileRequest.class);
                  peer.send(new Failure(1, ErrorCode.UNSUPPORTED, "no SHA-256"));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(stat(client, server.file("f"), true));

      assertThat(failure.error()).isEqualTo(TransferError.UNSUPPORTED);
      assertThat(failure).hasMessage("the server does not offer this; it says: no SHA-256");
    }
  }

  @Test
  void silentServerIsTimedOut() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(FileRequest.class);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      assertThat(Downloads.failure(stat(client, server.file("f"), false)).error())
          .isEqualTo(TransferError.TIMED_OUT);
    }
  }

  @Test
  void serverThatComputesADigestIsWaitedForAsLongAsItIsAlive() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(FileRequest.class).id();
                  for (int i = 0; i < 4; i++) {
                    peer.send(new Pong(peer.receive(Ping.class).value()));
                  }
                  peer.send(exists(id, SHA256), new End(id, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      assertThat(Downloads.success(stat(client, server.file("f"), true)).sha256())
          .isEqualTo(SHA256);
    }
  }

  @Test
  void serverThatIsNotAliveIsNotWaitedFor() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(FileRequest.class);
                  peer.send(new Pong(peer.receive(Ping.class).value()));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      TransferException failure = Downloads.failure(stat(client, server.file("f"), true));

      assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
      assertThat(failure).hasMessageContaining("no sign of life");
    }
  }

  @Test
  void serverThatNeedsAReadyIsNotUnderstood() throws Exception {
    // What took effect in advance is not said a second time.
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(FileRequest.class);
                  peer.send(exists(1, null));
                  for (Message next = peer.receive(); next != null; next = peer.receive()) {
                    assertThat(next).isNotInstanceOf(Ready.class);
                  }
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      assertThat(Downloads.failure(stat(client, server.file("f"), false)).error())
          .isEqualTo(TransferError.TIMED_OUT);
    }
  }

  private static Stat stat(FileClient client, RemoteFile file, boolean sha256) {
    return client.stat(file, sha256, RetryPolicy.NONE, Long.MAX_VALUE);
  }
}
