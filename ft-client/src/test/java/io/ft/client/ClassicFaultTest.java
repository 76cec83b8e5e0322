package io.ft.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.Faults;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of the original kind: what it may do, and what it must not. */
class ClassicFaultTest {

  private static final byte[] CONTENT = TestFiles.content(5000);

  private Path folder;

  /** What the server says and hears after the name. */
  private interface Answer {
    void give(Socket client) throws IOException, InterruptedException;
  }

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void originalServerIsUnderstood() throws Exception {
    // It sends the word and the size in two writes, which the network may join.
    assertSuccess(
        client -> {
          say(client, "EXISTS");
          say(client, "5000");
          ready(client);
          for (int i = 0; i < CONTENT.length; i += 1024) {
            client.getOutputStream().write(CONTENT, i, Math.min(1024, CONTENT.length - i));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"EXISTS5000", "EXISTS|5000", "EX|ISTS5000", "EXISTS5|000", "E|X|I|S|T|S|5|0|0|0"})
  void answerMayBeJoinedOrCutAnywhere(String pieces) throws Exception {
    assertSuccess(
        Configs.settleMillis(250),
        client -> {
          for (String piece : pieces.split("\\|", -1)) {
            say(client, piece);
            Thread.sleep(2); // as the network may deliver it; far less than the settle time
          }
          ready(client);
          client.getOutputStream().write(CONTENT);
        });
  }

  @Test
  void nothingIsSaidBeforeTheSizeIsKnown() throws Exception {
    assertSuccess(
        client -> {
          say(client, "EXISTS");
          client.setSoTimeout(200);
          assertThat(catchThrowable(() -> client.getInputStream().read()))
              .isInstanceOf(SocketTimeoutException.class);
          client.setSoTimeout(20_000);
          say(client, "5000");
          ready(client);
          client.getOutputStream().write(CONTENT);
        });
  }

  @Test
  void emptyFileIsFetched() throws Exception {
    try (ScriptedServer server =
            server(
                client -> {
                  say(client, "EXISTS0");
                  ready(client);
                });
        FileClient client = FileClient.create()) {
      Downloads.success(client.start(request(server), TransferListener.NONE));
    }
    assertThat(folder.resolve("copy")).isEmptyFile();
  }

  @Test
  void missingFileIsNotFound() throws Exception {
    assertFailure(TransferError.NOT_FOUND, client -> say(client, "NOT_EXISTS"));
  }

  @Test
  void missingFileIsNotFoundHoweverTheWordIsCut() throws Exception {
    assertFailure(
        TransferError.NOT_FOUND,
        client -> {
          say(client, "NOT_");
          Thread.sleep(2); // as the network may deliver it
          say(client, "EXISTS");
          ScriptedServer.untilClosed(client);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXISTX",
        "exists",
        "EXIST5000",
        "EXISTS x",
        "EXISTS-1",
        "EXISTS+5",
        "EXISTS 5000",
        "EXISTS5000\n",
        "EXISTS50a0",
        "EXISTS12345678901234567890",
        "EXISTS9223372036854775808",
        "NOT_EXISTX",
        "Traceback (most recent call last):"
      })
  void answerThatIsNoneIsAProtocolError(String answer) throws Exception {
    assertFailure(
        TransferError.PROTOCOL,
        client -> {
          say(client, answer);
          ScriptedServer.untilClosed(client);
        });
  }

  @Test
  void fileIsMissingWhateverFollowsTheWord() throws Exception {
    assertFailure(
        TransferError.NOT_FOUND,
        client -> {
          say(client, "NOT_EXISTS!");
          ScriptedServer.untilClosed(client);
        });
  }

  @Test
  void closeInTheMiddleOfAWordEndsEarly() throws Exception {
    assertFailure(TransferError.ENDED_EARLY, client -> say(client, "NO"));
  }

  @Test
  void closeWithoutASizeEndsEarly() throws Exception {
    assertFailure(TransferError.ENDED_EARLY, client -> say(client, "EXISTS"));
  }

  @Test
  void closeBehindTheSizeEndsEarly() throws Exception {
    assertFailure(TransferError.ENDED_EARLY, client -> say(client, "EXISTS5000"));
  }

  @Test
  void existsWithoutASizeTimesOut() throws Exception {
    TransferException failure =
        failure(
            client -> {
              say(client, "EXISTS");
              ScriptedServer.untilClosed(client);
            },
            Configs.handshakeTimeoutMillis(300));

    assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
  }

  @Test
  void sizeAndThenNothingHasStalled() throws Exception {
    TransferException failure =
        failure(
            client -> {
              say(client, "EXISTS5000");
              ready(client);
              ScriptedServer.untilClosed(client);
            },
            Configs.stallTimeoutMillis(300));

    assertThat(failure.error()).isEqualTo(TransferError.STALLED);
    assertThat(failure.receivedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4999})
  void fewerBytesThanAnnouncedEndEarly(int bytes) throws Exception {
    TransferException failure =
        failure(
            client -> {
              say(client, "EXISTS5000");
              ready(client);
              client.getOutputStream().write(CONTENT, 0, bytes);
            },
            ClientConfig.DEFAULT);

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.receivedBytes()).isEqualTo(bytes);
    assertThat(failure.verifiedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4000})
  void moreBytesThanAnnouncedAreAProtocolError(int more) throws Exception {
    assertFailure(
        TransferError.PROTOCOL,
        client -> {
          say(client, "EXISTS" + (5000 - more));
          ready(client);
          client.getOutputStream().write(CONTENT);
          ScriptedServer.untilClosed(client);
        });
  }

  @Test
  void oneByteForAnEmptyFileIsAProtocolError() throws Exception {
    assertFailure(
        TransferError.PROTOCOL,
        client -> {
          say(client, "EXISTS0");
          ready(client);
          say(client, "x");
          ScriptedServer.untilClosed(client);
        });
  }

  @Test
  void serverThatNeverClosesHasStalled() throws Exception {
    TransferException failure =
        failure(
            client -> {
              say(client, "EXISTS5000");
              ready(client);
              client.getOutputStream().write(CONTENT);
              ScriptedServer.untilClosed(client);
            },
            Configs.stallTimeoutMillis(300));

    assertThat(failure.error()).isEqualTo(TransferError.STALLED);
    assertThat(failure.receivedBytes()).isEqualTo(5000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 5000})
  void resetIsNoSuccessEvenBehindTheLastByte(int bytes) throws Exception {
    assertFailure(
        TransferError.ENDED_EARLY,
        client -> {
          say(client, "EXISTS5000");
          ready(client);
          client.getOutputStream().write(CONTENT, 0, bytes);
          client.setOption(StandardSocketOptions.SO_LINGER, 0);
          client.close();
        });
  }

  @Test
  void eachDownloadHasAConnection() throws Exception {
    try (ScriptedServer server =
            server(
                client -> {
                  say(client, "EXISTS5000");
                  ready(client);
                  client.getOutputStream().write(CONTENT);
                });
        FileClient client = FileClient.create()) {
      Download first = client.start(request(server), TransferListener.NONE);
      Target other = Target.file(folder.resolve("other"));
      Download second =
          client.start(
              new DownloadRequest(server.file("source"), other, Dialect.CLASSIC),
              TransferListener.NONE);
      Downloads.success(first);
      Downloads.success(second);

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private void assertSuccess(Answer answer) throws Exception {
    assertSuccess(ClientConfig.DEFAULT, answer);
  }

  private void assertSuccess(ClientConfig config, Answer answer) throws Exception {
    try (ScriptedServer server = server(answer);
        FileClient client = FileClient.create(config)) {
      Downloads.success(client.start(request(server), TransferListener.NONE));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  private void assertFailure(TransferError error, Answer answer) throws Exception {
    assertThat(failure(answer, ClientConfig.DEFAULT).error()).isEqualTo(error);
  }

  private TransferException failure(Answer answer, ClientConfig config) throws Exception {
    return Faults.failure(folder, server(answer), Dialect.CLASSIC, config);
  }

  private static ScriptedServer server(Answer answer) throws IOException {
    return ScriptedServer.start(
        socket -> {
          String name = new String(socket.getInputStream().readNBytes(6), US_ASCII);
          assertThat(name).isEqualTo("source");
          answer.give(socket);
        });
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static void ready(Socket client) throws IOException {
    String word = new String(client.getInputStream().readNBytes(5), US_ASCII);
    assertThat(word).isEqualTo("READY");
  }

  private DownloadRequest request(ScriptedServer server) {
    return new DownloadRequest(
        server.file("source"), Target.file(folder.resolve("copy")), Dialect.CLASSIC);
  }
}
