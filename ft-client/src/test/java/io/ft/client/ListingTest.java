package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingEntries;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ScriptedServer.FramedScript;
import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.Hello;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Tag;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client makes of a listing, right or wrong. */
class ListingTest {

  private static final RetryPolicy AT_ONCE = new RetryPolicy(2, 1, 1, Long.MAX_VALUE, false);

  private final RecordingEntries entries = new RecordingEntries();

  @Test
  void entriesComeAsTheServerSendsThem() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  ListRequest request = peer.receive(ListRequest.class);
                  assertThat(request.path()).isEqualTo("a/b");
                  assertThat(request.recursive()).isTrue();
                  peer.send(
                      file(1, "z"),
                      folder(1, "sub"),
                      file(1, "sub/line\nbreak"),
                      new ListEnd(1, 3, 7));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      ListingRequest request = new ListingRequest(folder(server, "a/b"), true);

      assertThat(Downloads.success(client.list(request, entries)))
          .isEqualTo(new ListingResult(3, 7));
    }
    assertThat(entries.entries())
        .containsExactly(
            new RemoteEntry(RemoteEntry.Kind.FILE, "z", 5, FramedPeer.MODIFIED, FramedPeer.TAG),
            new RemoteEntry(RemoteEntry.Kind.FOLDER, "sub", 0, FramedPeer.MODIFIED, Tag.NONE),
            new RemoteEntry(
                RemoteEntry.Kind.FILE, "sub/line\nbreak", 5, FramedPeer.MODIFIED, FramedPeer.TAG));
  }

  @Test
  void clientAnnouncesWhatItUses() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.ungreeted(
                peer -> {
                  Hello hello = peer.greet(new Hello(Set.of(Feature.LIST), 8, 4096, "x"));
                  assertThat(hello.features()).contains(Feature.LIST, Feature.SHA256);
                  peer.receive(ListRequest.class);
                  peer.send(new ListEnd(1, 0, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.success(list(client, server))).isEqualTo(new ListingResult(0, 0));
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new NotExists(1), TransferError.NOT_FOUND),
        Arguments.of(new Failure(1, ErrorCode.UNSUPPORTED, ""), TransferError.UNSUPPORTED),
        Arguments.of(new Failure(1, ErrorCode.READ_ERROR, ""), TransferError.SERVER_CANNOT_READ),
        Arguments.of(new Busy(1, 10, 0), TransferError.SERVER_BUSY));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalIsToldAndTheConnectionStaysGood(Message refusal, TransferError error)
      throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(refusal);
                  peer.receive(ListRequest.class);
                  peer.send(new ListEnd(2, 0, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.failure(list(client, server)).error()).isEqualTo(error);
      Downloads.success(list(client, server));
      assertThat(server.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b", "\udc80", "a/b"
      })
  void nameThatNoFileCanHaveEndsTheConnection(String path) throws Exception {
    assertBroken(peer -> peer.send(file(1, path), new ListEnd(1, 1, 0)));
    assertThat(entries.entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"...", ".hidden", "..a", "a..", "back\\slash", "c:", "a\nb", "\ud83d\ude00"})
  void nameThatOnlyLooksOddIsTaken(String path) throws Exception {
    try (ScriptedServer server = answering(file(1, path), new ListEnd(1, 1, 0));
        FileClient client = FileClient.create()) {
      Downloads.success(list(client, server));
    }
    assertThat(entries.paths()).containsExactly(path);
  }

  @Test
  void wrongNumberOfEntriesEndsTheConnection() throws Exception {
    assertBroken(peer -> peer.send(file(1, "a"), new ListEnd(1, 2, 0)));
  }

  @Test
  void entryThatCameTwiceEndsTheConnection() throws Exception {
    assertBroken(peer -> peer.send(file(1, "a"), file(1, "a"), new ListEnd(1, 1, 0)));
  }

  @Test
  void folderWithASizeEndsTheConnection() throws Exception {
    assertBroken(
        peer ->
            peer.send(
                new Entry(1, Entry.Kind.FOLDER, 1, FramedPeer.MODIFIED, Tag.NONE, "a"),
                new ListEnd(1, 1, 0)));
  }

  @Test
  void answerToAnotherQuestionEndsTheConnection() throws Exception {
    assertBroken(peer -> peer.send(FramedPeer.exists(1, 0)));
    assertBroken(peer -> peer.sendBlock(1, 0, new byte[1]));
    assertBroken(peer -> peer.send(file(1, "a"), new NotExists(1)));
  }

  private void assertBroken(FramedScript answer) throws Exception {
    CompletableFuture<ErrorCode> told = new CompletableFuture<>();
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  answer.play(peer);
                  told.complete(peer.receive(Failure.class).code());
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.failure(list(client, server)).error()).isEqualTo(TransferError.PROTOCOL);
      assertThat(told.get(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void brokenConnectionBeginsAnew() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  if (attempts.incrementAndGet() == 1) {
                    peer.send(file(1, "gone"), file(1, "a"));
                    return;
                  }
                  peer.send(file(1, "a"), new ListEnd(1, 1, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      ListingRequest request =
          new ListingRequest(folder(server, ""), false, AT_ONCE, Long.MAX_VALUE);

      assertThat(Downloads.success(client.list(request, entries)).entries()).isOne();
    }
    assertThat(entries.paths()).containsExactly("a");
    assertThat(entries.restarts()).isOne();
  }

  @Test
  void requestThatCrossedWithACloseIsSentAgain() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(file(1, "a"), new ListEnd(1, 1, 0));
                  if (connections.incrementAndGet() == 1) {
                    peer.receive(ListRequest.class);
                    return;
                  }
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(list(client, server));
      Downloads.success(list(client, server));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void closedClientEndsItsListings() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              peer.receive(ListRequest.class);
              asked.countDown();
              peer.untilClosed();
            })) {
      FileClient client = FileClient.create();
      Listing listing = list(client, server);
      asked.await();
      client.close();

      assertThat(Downloads.failure(listing).error()).isEqualTo(TransferError.CANCELLED);
    }
  }

  @Test
  void listenerThatCannotForgetFails() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(file(1, "a"));
                  told.await();
                });
        FileClient client = FileClient.create()) {
      ListingRequest request =
          new ListingRequest(folder(server, ""), false, AT_ONCE, Long.MAX_VALUE);

      Listing listing = client.list(request, entry -> told.countDown());

      assertThat(Downloads.failure(listing).error()).isEqualTo(TransferError.ENDED_EARLY);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void listenerThatThrowsEndsItAndTheServerIsTold() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(file(1, "a"), file(1, "b"));
                  peer.receive(Cancel.class);
                  cancelled.countDown();
                  peer.send(file(1, "c"), new Failure(1, ErrorCode.CANCELLED, ""));
                  peer.receive(ListRequest.class);
                  peer.send(new ListEnd(2, 0, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      AtomicInteger calls = new AtomicInteger();
      Listing listing =
          client.list(
              new ListingRequest(folder(server, ""), false, AT_ONCE, Long.MAX_VALUE),
              entry -> {
                calls.incrementAndGet();
                throw new IOException("full");
              });

      TransferException failure = Downloads.failure(listing);
      assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
      assertThat(failure).hasMessageContaining("full");
      cancelled.await();
      Downloads.success(list(client, server));
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void cancelledListingTellsNoMore() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(file(1, "a"));
                  peer.receive(Cancel.class);
                  peer.send(file(1, "b"), new Failure(1, ErrorCode.CANCELLED, ""));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      AtomicInteger calls = new AtomicInteger();
      Listing listing =
          client.list(
              new ListingRequest(folder(server, ""), false),
              entry -> {
                calls.incrementAndGet();
                first.countDown();
              });
      first.await();
      listing.cancel();

      assertThat(Downloads.failure(listing).error()).isEqualTo(TransferError.CANCELLED);
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void silentServerIsTimedOut() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      assertThat(Downloads.failure(list(client, server)).error())
          .isEqualTo(TransferError.TIMED_OUT);
    }
  }

  @Test
  void serverThatFallsSilentHasStalled() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.send(file(1, "a"));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(300))) {
      assertThat(Downloads.failure(list(client, server)).error()).isEqualTo(TransferError.STALLED);
    }
  }

  @Test
  void timeForAllAttemptsIsLimited() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.receive(ListRequest.class);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      ListingRequest request =
          new ListingRequest(folder(server, ""), false, RetryPolicy.STANDARD, 100);

      assertThat(Downloads.failure(client.list(request, entries)).error())
          .isEqualTo(TransferError.TIMED_OUT);
    }
  }

  @Test
  void listingsAndDownloadsShareAConnection() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  ListRequest one = peer.receive(ListRequest.class);
                  ListRequest other = peer.receive(ListRequest.class);
                  peer.send(file(other.id(), "b"), file(one.id(), "a"));
                  peer.send(new ListEnd(other.id(), 1, 0), new ListEnd(one.id(), 1, 0));
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      RecordingEntries others = new RecordingEntries();
      Listing one = list(client, server);
      Listing other = client.list(new ListingRequest(folder(server, "x"), false), others);

      Downloads.success(one);
      Downloads.success(other);
      assertThat(entries.paths()).containsExactly("a");
      assertThat(others.paths()).containsExactly("b");
      assertThat(server.connections()).isOne();
    }
  }

  private Listing list(FileClient client, ScriptedServer server) {
    return client.list(new ListingRequest(folder(server, ""), false), entries);
  }

  private static ScriptedServer answering(Message... answer) throws IOException {
    return ScriptedServer.framed(
        peer -> {
          peer.receive(ListRequest.class);
          peer.send(answer);
          peer.untilClosed();
        });
  }

  private static RemoteFolder folder(ScriptedServer server, String path) {
    return new RemoteFolder("127.0.0.1", server.port(), path);
  }

  private static Entry file(int id, String path) {
    return new Entry(id, Entry.Kind.FILE, 5, FramedPeer.MODIFIED, FramedPeer.TAG, path);
  }

  private static Entry folder(int id, String path) {
    return new Entry(id, Entry.Kind.FOLDER, 0, FramedPeer.MODIFIED, Tag.NONE, path);
  }
}
