package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ft ls} as a script calls it, but in this process. */
class LsCommandTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** A server of a few names; any folder but "sub" and the root is missing. */
  private static ScriptedServer server() throws IOException {
    return ScriptedServer.framed(
        peer -> {
          for (Message next = peer.receive(); next != null; next = peer.receive()) {
            if (next instanceof ListRequest request) {
              list(peer, request);
            } else if (next instanceof FileRequest request && request.path().endsWith("file")) {
              int id = request.id();
              peer.send(
                  new Exists(id, 5, TIME, FramedPeer.TAG, FramedPeer.BLOCK_BYTES, null),
                  new End(id, 0));
            } else {
              peer.send(new NotExists(next.id()));
            }
          }
        });
  }

  private static void list(FramedPeer peer, ListRequest request) throws IOException {
    int id = request.id();
    if (request.path().isEmpty()) {
      peer.send(file(id, "z", 1), file(id, "\u00e4", 3_000_000), folder(id, "sub"));
      if (request.recursive()) {
        peer.send(file(id, "sub/b", 2), file(id, "sub-a", 4), new ListEnd(id, 5, 0));
      } else {
        peer.send(new ListEnd(id, 3, 0));
      }
    } else if (request.path().equals("sub")) {
      peer.send(file(id, "b", 2), new ListEnd(id, 1, 0));
    } else if (request.path().equals("empty")) {
      peer.send(new ListEnd(id, 0, 0));
    } else {
      peer.send(new NotExists(id));
    }
  }

  private static Entry file(int id, String path, long size) {
    return new Entry(id, Entry.Kind.FILE, size, TIME, FramedPeer.TAG, path);
  }

  private static Entry folder(int id, String path) {
    return new Entry(id, Entry.Kind.FOLDER, 0, TIME, Tag.NONE, path);
  }

  private static String url(ScriptedServer server, String path) {
    return "ft://127.0.0.1:" + server.port() + "/" + path;
  }

  @Test
  void namesAreSortedByTheirBytes() throws Exception {
    try (ScriptedServer server = server()) {
      FtRun run = FtRun.of("ls", url(server, ""));

      assertThat(run).isEqualTo(new FtRun(0, "sub/\nz\n\u00e4\n", ""));
    }
  }

  @Test
  void unsortedNamesComeAsTheServerSendsThem() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("ls", "-U", url(server, "")).lines())
          .containsExactly("z", "\u00e4", "sub/");
      assertThat(FtRun.of("ls", "-U", url(server, "empty"))).isEqualTo(new FtRun(0, "", ""));
    }
  }

  @Test
  void foldersBelowAreShownOnRequest() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("ls", "-r", url(server, "")).lines())
          .containsExactly("sub/", "sub-a", "sub/b", "z", "\u00e4");
    }
  }

  @Test
  void sizeAndTimeAreShownOnRequest() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("ls", "-l", url(server, "")).lines())
          .containsExactly(
              "              -  2026-01-02T03:04:05Z  sub/",
              "              1  2026-01-02T03:04:05Z  z",
              "        3000000  2026-01-02T03:04:05Z  \u00e4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--json --unsorted"})
  void jsonIsOneObjectALine(String options) throws Exception {
    try (ScriptedServer server = server()) {
      FtRun run = FtRun.of(("ls -r " + options + " " + url(server, "")).split(" ", -1));

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).matches("(\\{[ -~]+\\}\n){5}");
      assertThat(run.lines().stream().map(LsCommandTest::fields))
          .contains(
              Map.of(
                  "path", "\u00e4",
                  "type", "file",
                  "size", "3000000",
                  "modified", "2026-01-02T03:04:05.678Z",
                  "tag", FramedPeer.TAG.hex(),
                  "url", url(server, "%C3%A4")),
              Map.of(
                  "path", "sub",
                  "type", "folder",
                  "size", "null",
                  "modified", "2026-01-02T03:04:05.678Z",
                  "tag", "null",
                  "url", url(server, "sub/")));
      for (String line : run.lines()) {
        Map<String, String> fields = fields(line);
        String shown = String.valueOf(fields.get("url"));
        String path = String.valueOf(fields.get("path"));
        assertThat(
                "file".equals(fields.get("type"))
                    ? RemoteFile.parse(shown).path()
                    : RemoteFolder.parse(shown).path())
            .isEqualTo(path);
      }
    }
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, parser.getText());
        }
      }
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
    return fields;
  }

  @Test
  void ofAUrlThatNamesAFileTheFileIsShown() throws Exception {
    try (ScriptedServer server = server()) {
      assertThat(FtRun.of("ls", "-l", url(server, "sub/a%20file")))
          .isEqualTo(new FtRun(0, "              5  2026-01-02T03:04:05Z  a file\n", ""));
      assertThat(fields(FtRun.of("ls", "--json", url(server, "a%20file")).out()))
          .containsEntry("url", url(server, "a%20file"))
          .containsEntry("path", "a file");
    }
  }

  @Test
  void whatIsMissingIs78() throws Exception {
    try (ScriptedServer server = server()) {
      for (String path : List.of("absent", "sub/absent", "a%20file/")) {
        FtRun run = FtRun.of("ls", url(server, path));

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("ft: " + url(server, path) + ": no such f");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-l", "-U"})
  void severalUrlsHaveHeaders(String option) throws Exception {
    try (ScriptedServer server = server()) {
      FtRun run =
          FtRun.of(
              "ls",
              option,
              url(server, "sub"),
              url(server, "absent"),
              url(server, "empty"),
              url(server, "file"));

      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.out().replaceAll("(?m)^ .*Z  ", ""))
          .isEqualTo(
              "%s:\nb\n\n%s:\n\n%s:\nfile\n"
                  .formatted(url(server, "sub"), url(server, "empty"), url(server, "file")));
    }
  }

  @Test
  void namesCannotPlayTricksOnTheTerminal() throws Exception {
    try (ScriptedServer server =
        answering(file(1, "one\ntwo\u001b[2J\u202e", 1), new ListEnd(1, 1, 0))) {
      assertThat(FtRun.of("ls", url(server, "")).out()).isEqualTo("one\\ntwo\\u{1B}[2J\\u{202E}\n");
    }
  }

  @Test
  void namesThatWereLeftOutAreCounted() throws Exception {
    try (ScriptedServer server = answering(file(1, "a", 1), new ListEnd(1, 1, 3))) {
      FtRun run = FtRun.of("ls", url(server, ""));

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo("a\n");
      assertThat(run.err())
          .isEqualTo(
              "ft: " + url(server, "") + ": 3 names left out, which no client can ask for\n");
    }
  }

  @Test
  void moreNamesThanMayBeSortedAre120() throws Exception {
    try (ScriptedServer server = server()) {
      FtRun run = FtRun.of("ls", "--max-entries", "2", url(server, ""));

      assertThat(run.exitCode()).isEqualTo(120);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo(
              "ft: "
                  + url(server, "")
                  + ": more than 2 names: show them unsorted (-U), or raise --max-entries\n");
      assertThat(FtRun.of("ls", "--max-entries", "3", url(server, "")).lines()).hasSize(3);
    }
  }

  @Test
  void serverWithoutListingsIs118() throws Exception {
    try (ScriptedServer server = answering(new Failure(1, ErrorCode.UNSUPPORTED, "no LIST"))) {
      FtRun run = FtRun.of("ls", url(server, ""));

      assertThat(run.exitCode()).isEqualTo(118);
      assertThat(run.err())
          .startsWith("ft: " + url(server, "") + ": the server does not offer this");
    }
  }

  @Test
  void listingThatBrokeIsMadeAnewIfNothingWasShown() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              peer.receive(ListRequest.class);
              if (attempts.incrementAndGet() == 1) {
                peer.send(file(1, "gone", 1));
                return;
              }
              peer.send(file(1, "a", 1), new ListEnd(1, 1, 0));
              peer.untilClosed();
            })) {
      FtRun run = FtRun.of("ls", "--retry-delay", "0.01", url(server, ""));

      assertThat(run).isEqualTo(new FtRun(0, "a\n", ""));
    }
  }

  @Test
  void silentServerIs28() throws Exception {
    try (ScriptedServer server = answering()) {
      assertThat(
              FtRun.of("ls", "--retry", "0", "--request-timeout", "0.3", url(server, ""))
                  .exitCode())
          .isEqualTo(28);
    }
  }

  private static ScriptedServer answering(Message... answer) throws IOException {
    return ScriptedServer.framed(
        peer -> {
          peer.receive(ListRequest.class);
          peer.send(answer);
          peer.untilClosed();
        });
  }

  static Stream<List<String>> wrongUsages() {
    return Stream.of(
        List.of("ls"),
        List.of("ls", "folder"),
        List.of("ls", "ft://"),
        List.of("ls", "ft://127.0.0.1:1/%"),
        List.of("ls", "--max-entries", "0", "ft://127.0.0.1:1/"),
        List.of("ls", "--max-entries", "5", "-U", "ft://127.0.0.1:1/"),
        List.of("ls", "-l", "--json", "ft://127.0.0.1:1/"),
        List.of("ls", "--no-resume", "ft://127.0.0.1:1/"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void wrongUsageIs2AndOneLine(List<String> arguments) {
    FtRun run = FtRun.of(arguments.toArray(new String[0]));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("ft ls: ");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(FtRun.of("ls", "--help").out())
        .contains("-l", "-r, --recursive", "--json", "-U, --unsorted", "--max-entries=")
        .contains("--retry=", "--retry-delay", "--retry-max-time", "--retry-connrefused")
        .contains("--connect-timeout", "--handshake-timeout", "--request-timeout", "--max-time")
        .doesNotContain("--speed", "--durable", "--no-resume");
  }

  @Test
  void versionIsACommandToo() {
    assertThat(FtRun.of("version")).isEqualTo(FtRun.of("--version"));
    assertThat(FtRun.of("version").out()).startsWith("ft ");
  }
}
