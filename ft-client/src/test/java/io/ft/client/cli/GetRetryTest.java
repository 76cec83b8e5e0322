package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the options say about attempts, deadlines and what stays, and what is told of it. */
class GetRetryTest {

  private static final byte[] CONTENT = TestFiles.content(4 * FramedPeer.BLOCK_BYTES);

  private final StringWriter err = new StringWriter();
  private final AtomicInteger connections = new AtomicInteger();

  private Path folder;
  private Path target;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
    target = temp.resolve("source");
  }

  @Test
  void everyFurtherAttemptIsTold() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      assertThat(get(server, "--retry-delay", "0.001")).isZero();

      assertThat(lines())
          .containsExactly(
              "ft: "
                  + url(server)
                  + ": the server closed the connection before the end; trying again in 0.0 s, "
                  + "8.0 KiB are kept");
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void withoutFurtherAttemptsTheRestComesWithTheNextCall() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      assertThat(get(server, "--retry", "0")).isEqualTo(18);
      assertThat(TestFiles.names(folder)).containsExactly("source.part", "source.part.state");
      assertThat(lines()).hasSize(1);

      assertThat(get(server, "--retry", "0")).isZero();
      assertThat(lines()).hasSize(1);
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("source");
  }

  @Test
  void noResumeStartsAnewWithoutAWord() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      get(server, "--retry", "0");

      assertThat(get(server, "--no-resume")).isZero();
      assertThat(lines()).hasSize(1);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void changedSourceIsStartedAnewAndThatIsTold() throws Exception {
    byte[] changed = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              if (connections.incrementAndGet() == 1) {
                half(peer);
                return;
              }
              FileRequest old = peer.receive(FileRequest.class);
              assertThat(old.expectedTag()).isEqualTo(FramedPeer.TAG);
              peer.send(new Failure(old.id(), ErrorCode.CHANGED, "not the version"));
              peer.serve(peer.receive(FileRequest.class), changed);
              peer.untilClosed();
            })) {
      get(server, "--retry", "0");

      assertThat(get(server, "--retry", "0")).isZero();

      assertThat(lines().get(1))
          .isEqualTo("ft: " + url(server) + ": started anew: the source has changed since");
    }
    assertThat(target).hasBinaryContent(changed);
    assertThat(TestFiles.names(folder)).containsExactly("source");
  }

  @Test
  void timeIsOverWith28() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(FramedPeer::untilClosed)) {
      assertThat(get(server, "-m", "0.2")).isEqualTo(28);
      assertThat(lines()).containsExactly("ft: " + url(server) + ": it took longer than 200 ms");
    }
  }

  @Test
  void lateAnswerIs28() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(FramedPeer::untilClosed)) {
      assertThat(get(server, "--request-timeout", "0.1", "--retry", "0")).isEqualTo(28);
    }
  }

  @Test
  void lateGreetingIs28() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::untilClosed)) {
      assertThat(get(server, "--handshake-timeout", "0.1", "--retry", "0")).isEqualTo(28);
    }
  }

  @Test
  void stallIs116() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              half(peer);
              peer.untilClosed();
            })) {
      assertThat(get(server, "-y", "0.1", "--retry", "0")).isEqualTo(116);
    }
  }

  @Test
  void tooSlowIs116() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              FileRequest request = peer.receive(FileRequest.class);
              peer.send(FramedPeer.exists(request.id(), 1000L * FramedPeer.BLOCK_BYTES));
              peer.receive(Ready.class);
              for (int block = 0; block < 1000; block++) {
                byte[] data = new byte[FramedPeer.BLOCK_BYTES];
                peer.sendBlock(request.id(), (long) block * FramedPeer.BLOCK_BYTES, data);
                Thread.sleep(20); // the pace of the server, and nothing that the test waits for
              }
            })) {
      assertThat(get(server, "-Y", "10M", "-y", "0.3", "--retry", "0")).isEqualTo(116);
      assertThat(lines().get(0)).contains("(expected: at least 10485760)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "file", "full"})
  void everyDurabilityGivesTheFile(String durability) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              peer.serve(peer.receive(FileRequest.class), CONTENT);
              peer.untilClosed();
            })) {
      assertThat(get(server, "--durable", durability)).isZero();
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--retry=-1",
        "--retry=x",
        "--retry-delay=0",
        "--retry-delay=-1",
        "--retry-delay=1s",
        "--retry-max-time=",
        "--connect-timeout=0",
        "--max-time=99999999999",
        "--speed-limit=1T",
        "--speed-time=0.0",
        "--durable=yes",
        "--durable=FULL"
      })
  void valuesThatCannotBeMeantAreWrongUsage(String option) throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(FramedPeer::untilClosed)) {
      assertThat(get(server, option)).isEqualTo(2);
      assertThat(lines()).hasSize(1);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void durabilityOfAStreamIsWrongUsage() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(FramedPeer::untilClosed)) {
      assertThat(get(server, "-o", "-", "--durable", "full")).isEqualTo(2);
    }
  }

  /**
   * Closes the first connection after half of the file, and serves what is asked for after that.
   */
  private ScriptedServer halfAndThenAll() throws IOException {
    return ScriptedServer.framed(
        peer -> {
          if (connections.incrementAndGet() == 1) {
            half(peer);
          } else {
            peer.serve(peer.receive(FileRequest.class), CONTENT);
            peer.untilClosed();
          }
        });
  }

  private static void half(FramedPeer peer) throws IOException {
    FileRequest request = peer.receive(FileRequest.class);
    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
    peer.sendBlocks(request.id(), CONTENT, 0, 2);
  }

  private int get(ScriptedServer server, String... options) {
    List<String> arguments = new ArrayList<>(List.of("get"));
    if (!List.of(options).contains("-o")) {
      arguments.addAll(List.of("-O", folder.toString()));
    }
    arguments.addAll(List.of(options));
    arguments.add(url(server));
    CommandLine command = FtMain.commandLine();
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments.toArray(new String[0]));
  }

  private static String url(ScriptedServer server) {
    return "ft://127.0.0.1:" + server.port() + "/source";
  }

  private List<String> lines() {
    return err.toString().lines().toList();
  }
}
