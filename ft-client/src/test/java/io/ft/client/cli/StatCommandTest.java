package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ft stat} as a script calls it, but in this process. */
class StatCommandTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  /** A server of two files; "plain" has no tag. */
  private static ScriptedServer server() throws IOException {
    return ScriptedServer.framed(
        peer -> {
          for (Message next = peer.receive(); next != null; next = peer.receive()) {
            FileRequest request = (FileRequest) next;
            int id = request.id();
            if (request.path().equals("file") || request.path().equals("plain")) {
              Tag tag = request.path().equals("plain") ? Tag.NONE : FramedPeer.TAG;
              peer.send(
                  new Exists(id, 42, TIME, tag, 4096, request.wantsSha256() ? SHA256 : null),
                  new End(id, 0));
            } else {
              peer.send(new NotExists(id));
            }
          }
        });
  }

  private static String url(ScriptedServer server, String path) {
    return "ft://127.0.0.1:" + server.port() + "/" + path;
  }

  @Test
  void fileIsABlock() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("stat", url(server, "file"), url(server, "plain")))
          .isEqualTo(
              new FtRun(
                  0,
                  """
                  %s
                    size      42 bytes
                    modified  2026-01-02T03:04:05.678Z
                    tag       0badcafe

                  %s
                    size      42 bytes
                    modified  2026-01-02T03:04:05.678Z
                    tag       none
                  """
                      .formatted(url(server, "file"), url(server, "plain")),
                  ""));
    }
  }

  @Test
  void digestIsShownOnRequest() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("stat", "--sha256", url(server, "file")).lines())
          .hasSize(5)
          .contains("  sha256    " + SHA256);
    }
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    try (ScriptedServer server = server()) {
      String common = "\",\"size\":42,\"modified\":\"2026-01-02T03:04:05.678Z\",\"tag\":";

      assertThat(FtRun.of("stat", "--json", url(server, "file"), url(server, "plain")).lines())
          .containsExactly(
              "{\"url\":\"" + url(server, "file") + common + "\"0badcafe\"}",
              "{\"url\":\"" + url(server, "plain") + common + "null}");
      assertThat(FtRun.of("stat", "--json", "--sha256", url(server, "file")).out())
          .endsWith(",\"tag\":\"0badcafe\",\"sha256\":\"" + SHA256 + "\"}\n");
    }
  }

  @Test
  void missingFileDoesNotStopTheOthers() throws Exception {
    try (ScriptedServer server = server()) {
      FtRun run = FtRun.of("stat", "--json", url(server, "absent"), url(server, "file"));

      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.lines()).hasSize(1);
      assertThat(run.err())
          .isEqualTo("ft: " + url(server, "absent") + ": no such file on the server\n");
    }
  }

  @Test
  void serverWithoutDigestsIs118() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              peer.receive(FileRequest.class);
              peer.send(new Failure(1, ErrorCode.UNSUPPORTED, ""));
              peer.untilClosed();
            })) {
      assertThat(FtRun.of("stat", "--sha256", url(server, "file")).exitCode()).isEqualTo(118);
    }
  }

  static Stream<List<String>> wrongUsages() {
    return Stream.of(
        List.of("stat"),
        List.of("stat", "file"),
        List.of("stat", "ft://127.0.0.1:1/"),
        List.of("stat", "ft://127.0.0.1:1"),
        List.of("stat", "-l", "ft://127.0.0.1:1/file"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void wrongUsageIs2AndOneLine(List<String> arguments) {
    FtRun run = FtRun.of(arguments.toArray(new String[0]));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("ft stat: ");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(FtRun.of("stat", "--help").out())
        .contains("--sha256", "--json", "--retry=", "--request-timeout", "--max-time")
        .doesNotContain("--speed", "--durable", "--no-resume", "--unsorted");
  }
}
