package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.RemoteFile;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ft get} as a script calls it, but in this process. */
class GetCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path folder;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    served = ServedFolder.start(temp.resolve("served"));
  }

  @AfterEach
  void tearDown() throws IOException {
    served.close();
  }

  @Test
  void fileIsWrittenIntoTheFolder() throws Exception {
    served.file("below/source", 3_000_000);

    assertThat(get("-O", folder.toString(), url("below/source"))).isZero();

    assertThat(folder.resolve("source")).hasBinaryContent(TestFiles.content(3_000_000));
    assertSilent();
  }

  @Test
  void severalFilesAreWrittenIntoTheFolder() throws Exception {
    served.file("one", 1);
    served.file("two", 2);

    assertThat(get("-O", folder.toString(), url("one"), url("two"))).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("one", "two");
    assertSilent();
  }

  @Test
  void fileIsWrittenUnderTheNameOfTheOption() throws Exception {
    served.file("source", 10);

    assertThat(get("-o", folder.resolve("copy").toString(), url("source"))).isZero();
    assertThat(get("-O", folder.toString(), "-o", "other", url("source"))).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("copy", "other");
    assertSilent();
  }

  @Test
  void classicDialectIsSpokenOnDemand() throws Exception {
    served.file("source", 10);

    assertThat(get("--classic", "-O", folder.toString(), url("source"))).isZero();

    assertThat(folder.resolve("source")).hasBinaryContent(TestFiles.content(10));
    assertSilent();
  }

  @Test
  void encodedNameIsWrittenDecoded() throws Exception {
    served.file("100% sure? yes", 10);

    assertThat(get("-O", folder.toString(), url("100%25 sure%3F%20yes"))).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("100% sure? yes");
  }

  @Test
  void symbolicLinkIsReplaced() throws Exception {
    served.file("source", 10);
    Path other = Files.writeString(folder.resolve("other"), "other");
    Files.createSymbolicLink(folder.resolve("source"), other);

    assertThat(get("-O", folder.toString(), url("source"))).isZero();

    assertThat(Files.isSymbolicLink(folder.resolve("source"))).isFalse();
    assertThat(other).hasContent("other");
  }

  @Test
  void pipeIsWrittenToAndNotReplaced() throws Exception {
    served.file("source", 200_000);
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    // Not the common pool, which has one thread on two processors: each waits for the other.
    Executor apart = task -> new Thread(task).start();
    CompletableFuture<byte[]> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.newInputStream(pipe).readNBytes(200_000);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            apart);

    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> get("-o", pipe.toString(), url("source")), apart);

    assertThat(code.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(TestFiles.content(200_000));
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(TestFiles.names(folder)).containsExactly("pipe");
    assertSilent();
  }

  @Test
  void nameThatBeginsWithAnAtSignIsAName() throws Exception {
    served.file("source", 10);

    // A file of this name is in the working folder of the tests.
    assertThat(get("-O", folder.toString(), "-o", "@pom.xml", url("source"))).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("@pom.xml");
  }

  @Test
  void missingFileIs78() {
    assertThat(get("-O", folder.toString(), url("absent"))).isEqualTo(78);
    assertSaid("ft: " + url("absent") + ": no such file on the server");
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void missingHostIs6() {
    String url = "ft://no-such-host.invalid/file";

    assertThat(get("-O", folder.toString(), url)).isEqualTo(6);
    assertSaid("ft: " + url + ": no address for host no-such-host.invalid");
  }

  @Test
  void missingServerIs7() throws Exception {
    String url = url("source");
    served.close();

    assertThat(get("-O", folder.toString(), url)).isEqualTo(7);
    assertThat(oneLine()).startsWith("ft: " + url + ": cannot connect to 127.0.0.1:");
  }

  @Test
  void missingFolderIs23() throws Exception {
    served.file("source", 10);
    Path absent = folder.resolve("absent");

    assertThat(get("-O", absent.toString(), url("source"))).isEqualTo(23);
    assertThat(oneLine()).contains("cannot write: no such folder").contains(absent.toString());
  }

  @Test
  void folderInTheTargetsPlaceIs23() throws Exception {
    served.file("source", 10);
    Files.createDirectory(folder.resolve("source"));

    assertThat(get("-O", folder.toString(), url("source"))).isEqualTo(23);
    assertThat(oneLine()).contains("is a folder");
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(8, answer(peer -> peer.send(new End(1, 0)))),
        Arguments.of(18, answer(peer -> peer.socket().close())),
        Arguments.of(
            110,
            answer(
                peer -> {
                  damagedByte(peer, 1);
                  peer.receive(FileRequest.class);
                  damagedByte(peer, 2);
                })),
        Arguments.of(28, answer(peer -> peer.send(new Failure(1, ErrorCode.TIMEOUT, "slow")))),
        Arguments.of(111, answer(peer -> peer.send(new Failure(1, ErrorCode.CHANGED, "new")))),
        Arguments.of(112, answer(peer -> peer.send(new Busy(1, 1000, 0)))),
        Arguments.of(113, answer(peer -> peer.send(new Failure(1, ErrorCode.INTERNAL, "bad")))),
        Arguments.of(117, answer(peer -> peer.send(new Failure(1, ErrorCode.READ_ERROR, "bad")))));
  }

  private static void damagedByte(FramedPeer peer, int id) throws IOException {
    peer.send(FramedPeer.exists(id, 1));
    peer.sendBlock(id, 0, new byte[1], 0);
    peer.send(new End(id, 1));
  }

  private static ScriptedServer.FramedScript answer(ScriptedServer.FramedScript afterRequest) {
    return peer -> {
      peer.receive(FileRequest.class);
      afterRequest.play(peer);
      peer.untilClosed();
    };
  }

  @ParameterizedTest
  @MethodSource("answers")
  void failureHasItsNumberAndOneLine(int expected, ScriptedServer.FramedScript script)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(script)) {
      String url = "ft://127.0.0.1:" + server.port() + "/source";

      assertThat(get("--retry", "0", "-O", folder.toString(), url)).isEqualTo(expected);
      assertThat(err.toString().lines())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("ft: " + url + ": "));
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void gravestOfSeveralFailuresCounts() throws Exception {
    served.file("source", 10);
    int nowhere = new RemoteFile("127.0.0.1", 1, "x").port();

    int code =
        get(
            "-O",
            folder.toString(),
            url("absent"),
            "ft://127.0.0.1:" + nowhere + "/unreachable",
            url("absent too"),
            url("source"));

    assertThat(code).isEqualTo(7);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("ft: ft://127.0.0.1:"));
    assertThat(TestFiles.names(folder)).containsExactly("source");
  }

  @Test
  void wordsOfTheServerCannotPlayTricksOnTheTerminal() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            answer(
                peer ->
                    peer.send(
                        new Failure(
                            1, ErrorCode.INTERNAL, "one\ntwo\r\u001b[2Jthree\u202efour"))))) {
      get("-O", folder.toString(), "ft://127.0.0.1:" + server.port() + "/source");
    }

    assertThat(oneLine()).endsWith("the server says: one\\ntwo\\r\\u{1B}[2Jthree\\u{202E}four");
  }

  @Test
  void nameWithControlCharactersIsShownEscaped() {
    assertThat(get("-g", "-O", folder.toString(), url("line\nbreak\u001b[2J"))).isEqualTo(78);
    assertThat(oneLine()).contains("line\\nbreak\\u{1B}[2J");
  }

  static Stream<List<String>> wrongUsages() {
    return Stream.of(
        List.of("get"),
        List.of("fetch", "ft://127.0.0.1:1/file"),
        List.of("get", "--no-such-option", "ft://127.0.0.1:1/file"),
        List.of("get", "-o"),
        List.of("get", "-o", "a", "-o", "b", "ft://127.0.0.1:1/file"),
        List.of("get", "file"),
        List.of("get", "http://127.0.0.1:1/file"),
        List.of("get", "ft://127.0.0.1:1/100%"),
        List.of("get", "ft://127.0.0.1:1/folder/"),
        List.of("get", "ft://127.0.0.1:1/.."),
        List.of("get", "ft://127.0.0.1:1/nul%00"),
        List.of("get", "-o", "a", "ft://127.0.0.1:1/one", "ft://127.0.0.1:1/two"),
        List.of("get", "-o", "-", "ft://127.0.0.1:1/one", "ft://127.0.0.1:1/two"),
        List.of("get", "ft://127.0.0.1:1/a/file", "ft://127.0.0.1:1/b/file"),
        List.of("get", "-O", "x", "ft://127.0.0.1:1/file", "ft://127.0.0.1:2/file"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void wrongUsageIs2AndOneLine(List<String> arguments) {
    assertThat(ft(arguments.toArray(new String[0]))).isEqualTo(2);

    assertThat(oneLine()).startsWith("ft");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrongUsageFetchesNothing() throws Exception {
    served.file("source", 10);

    assertThat(get("-O", folder.toString(), url("source"), "nonsense")).isEqualTo(2);

    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "get --help", "get -h"})
  void helpIsNoError(String arguments) {
    assertThat(ft(arguments.split(" ", -1))).isZero();

    assertThat(out.toString()).startsWith("Usage: ft");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void versionIsNoError(String argument) {
    assertThat(ft(argument)).isZero();

    assertThat(out.toString()).startsWith("ft ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesEveryOption() {
    ft("get", "--help");

    assertThat(out.toString())
        .contains("-o", "-O", "--classic", "--no-resume", "--durable", "--help")
        .contains("--retry=", "--retry-delay", "--retry-max-time", "--retry-connrefused")
        .contains("--connect-timeout", "--handshake-timeout", "--request-timeout")
        .contains("--speed-limit", "--speed-time", "--max-time", "ft://HOST[:PORT]/PATH");
  }

  private int get(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "get";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return ft(all);
  }

  private int ft(String... arguments) {
    CommandLine command = FtMain.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String url(String encodedPath) {
    return "ft://127.0.0.1:" + served.port() + "/" + encodedPath;
  }

  private void assertSilent() {
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEmpty();
  }

  private void assertSaid(String line) {
    assertThat(oneLine()).isEqualTo(line);
  }

  private String oneLine() {
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString().stripTrailing();
  }
}
