package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.Faults;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that says why it does not serve: with a failure, as busy, or in its greeting. */
class ServerRefusalTest {

  private static final byte[] CONTENT = TestFiles.content(2 * FramedPeer.BLOCK_BYTES);

  private static final Map<ErrorCode, TransferError> ERRORS =
      Map.ofEntries(
          entry(ErrorCode.UNKNOWN, TransferError.SERVER_FAILED),
          entry(ErrorCode.MALFORMED, TransferError.PROTOCOL),
          entry(ErrorCode.UNSUPPORTED_VERSION, TransferError.PROTOCOL),
          entry(ErrorCode.UNSUPPORTED, TransferError.UNSUPPORTED),
          entry(ErrorCode.LIMIT_EXCEEDED, TransferError.SERVER_FAILED),
          entry(ErrorCode.CHECKSUM, TransferError.CHECKSUM_MISMATCH),
          entry(ErrorCode.CHANGED, TransferError.SOURCE_CHANGED),
          entry(ErrorCode.READ_ERROR, TransferError.SERVER_CANNOT_READ),
          entry(ErrorCode.BAD_RANGE, TransferError.SERVER_FAILED),
          entry(ErrorCode.CANCELLED, TransferError.SERVER_FAILED),
          entry(ErrorCode.TIMEOUT, TransferError.TIMED_OUT),
          entry(ErrorCode.UNAUTHORIZED, TransferError.UNAUTHORIZED),
          entry(ErrorCode.GOING_AWAY, TransferError.ENDED_EARLY),
          entry(ErrorCode.INTERNAL, TransferError.SERVER_FAILED));

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAnExchangeIsTheErrorOfItsDownload(ErrorCode code) throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(new Failure(id, code, "so it is"));
                  client.untilClosed();
                }));

    assertThat(failure.error()).isEqualTo(ERRORS.get(code));
    assertThat(failure).hasMessageEndingWith(" says: so it is");
  }

  @ParameterizedTest
  @EnumSource
  void failureOfTheConnectionIsTheErrorOfItsDownloads(ErrorCode code) throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  client.receive(FileRequest.class);
                  client.receive(FileRequest.class);
                  client.send(new Failure(Message.CONNECTION, code, "so it is"));
                  answers.add(String.valueOf(client.receive()));
                });
        FileClient client = FileClient.create()) {
      Download first = start(client, server, "first");
      Download second = start(client, server, "second");

      assertThat(Downloads.failure(first).error()).isEqualTo(ERRORS.get(code));
      assertThat(Downloads.failure(second).error()).isEqualTo(ERRORS.get(code));
      // Such a failure is not answered: the client closes.
      assertThat(answers.poll(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("null");
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void failureInTheMiddleLeavesNothingBehind() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(FramedPeer.exists(id, CONTENT.length));
                  client.sendBlocks(id, CONTENT, 0, 1);
                  client.send(new Failure(id, ErrorCode.CHANGED, "it is another file now"));
                  client.untilClosed();
                }));

    assertThat(failure.error()).isEqualTo(TransferError.SOURCE_CHANGED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.verifiedBytes()).isEqualTo(FramedPeer.BLOCK_BYTES);
  }

  @Test
  void failureInsteadOfEndIsAFailure() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(FramedPeer.exists(id, CONTENT.length));
                  client.sendBlocks(id, CONTENT, 0, 2);
                  client.send(new Failure(id, ErrorCode.CHANGED, "it is another file now"));
                  client.untilClosed();
                }));

    assertThat(failure.error()).isEqualTo(TransferError.SOURCE_CHANGED);
  }

  static Stream<Message> refusalsOfOneExchange() {
    return Stream.of(new Busy(1, 5000, 3), new Failure(1, ErrorCode.READ_ERROR, "bad disk"));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfOneExchange")
  void otherDownloadsOfTheConnectionGoOn(Message refusal) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  client.receive(FileRequest.class);
                  FileRequest second = client.receive(FileRequest.class);
                  client.send(refusal);
                  client.serve(second, CONTENT);
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Download first = start(client, server, "first");
      Download second = start(client, server, "second");

      Downloads.failure(first);
      Downloads.success(second);
      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(TestFiles.names(folder)).containsExactly("second");
  }

  @Test
  void failureWithoutATextNamesItsCode() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(new Failure(id, ErrorCode.UNAUTHORIZED, ""));
                  client.untilClosed();
                }));

    assertThat(failure).hasMessageContaining("UNAUTHORIZED");
  }

  @Test
  void busyExchangeSaysWhenToComeBack() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(new Busy(id, 5000, 3));
                  client.untilClosed();
                }));

    assertThat(failure.error()).isEqualTo(TransferError.SERVER_BUSY);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure)
        .hasMessage("the server is busy; it asks to wait 5000 ms, place 3 in its queue");
  }

  @Test
  void busyServerFailsAllDownloadsOfTheConnection() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  client.receive(FileRequest.class);
                  client.receive(FileRequest.class);
                  client.send(new Busy(Message.CONNECTION, 4_294_967_295L, 0));
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Download first = start(client, server, "first");
      Download second = start(client, server, "second");

      for (Download download : List.of(first, second)) {
        TransferException failure = Downloads.failure(download);
        assertThat(failure.error()).isEqualTo(TransferError.SERVER_BUSY);
        assertThat(failure).hasMessageContaining("4294967295 ms");
      }
    }
  }

  @Test
  void serverOfAnotherVersionIsAProtocolError() throws Exception {
    TransferException failure = failureAfterGreeting(new Hello(2, 3, Set.of(), 8, 4096, "", "new"));

    assertThat(failure.error()).isEqualTo(TransferError.PROTOCOL);
    assertThat(failure).hasMessage("the server speaks versions 2 to 3 (expected: 1)");
  }

  @Test
  void serverOfMoreVersionsIsUnderstood() throws Exception {
    assertSuccessAfterGreeting(new Hello(1, 255, Set.of(), 8, 4096, "", "new"));
  }

  @Test
  void tokenOfAServerIsIgnored() throws Exception {
    assertSuccessAfterGreeting(new Hello(1, 1, Set.of(), 8, 4096, "a token", ""));
  }

  @Test
  void serverThatAllowsFewerExchangesThanItMustIsAProtocolError() throws Exception {
    assertThat(failureAfterGreeting(new Hello(1, 1, Set.of(), 7, 4096, "", "stingy")).error())
        .isEqualTo(TransferError.PROTOCOL);
  }

  private TransferException failureAfterGreeting(Hello greeting) throws Exception {
    return Faults.failure(
        folder,
        ScriptedServer.ungreeted(
            client -> {
              client.greet(greeting);
              client.untilClosed();
            }));
  }

  private void assertSuccessAfterGreeting(Hello greeting) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.ungreeted(
                client -> {
                  client.greet(greeting);
                  FileRequest request = client.receive(FileRequest.class);
                  client.send(FramedPeer.exists(request.id(), 0), new End(request.id(), 0));
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, "copy"));
    }
  }

  private Download start(FileClient client, ScriptedServer server, String name) throws IOException {
    return client.start(
        new DownloadRequest(server.file(name), Target.file(folder.resolve(name))),
        TransferListener.NONE);
  }
}
