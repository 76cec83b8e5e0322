package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ScriptedTree;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Entry;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ft get -r} from a server that lists what it should not: nothing is written outside. */
class GetHostileTreeTest {

  private Path outside;
  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    outside = temp;
    folder = Files.createDirectory(temp.resolve("copies"));
  }

  @AfterEach
  void nothingIsOutside() throws IOException {
    assertThat(TestFiles.names(outside)).containsExactly("copies");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "..",
        ".",
        "",
        "/etc/passwd",
        "a/../../b",
        "a/./b",
        "a//b",
        "a/",
        "/",
        "a/..",
        "\0",
        "a\0b"
      })
  void pathThatLeadsElsewhereEndsTheCall(String path) throws Exception {
    ScriptedTree tree = new ScriptedTree(List.of(), List.of("good", path));

    FtRun run = get(tree, "-r", "-O", folder.toString());

    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(run.err()).startsWith("ft: ft://127.0.0.1:").hasLineCount(1);
    assertThat(tree.asked()).isEmpty();
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/x", "a/../b"})
  void folderThatLeadsElsewhereEndsTheCall(String path) throws Exception {
    FtRun run =
        get(new ScriptedTree(List.of(path), List.of("good")), "-r", "-O", folder.toString());

    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void linkInTheTargetIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createDirectories(folder.resolve("tree"));
    Files.createSymbolicLink(folder.resolve("tree/sub"), elsewhere);
    ScriptedTree tree = new ScriptedTree(List.of(), List.of("good", "sub/bad", "sub/deep/bad"));

    FtRun run = get(tree, "-r", "-O", folder.toString());

    assertThat(run.exitCode()).isEqualTo(23);
    assertThat(run.err()).contains("sub/bad: cannot write: ").contains("symbolic link");
    assertThat(tree.asked()).containsExactly("tree/good");
    assertThat(folder.resolve("tree/good")).hasBinaryContent(ScriptedTree.CONTENT);
    assertThat(TestFiles.names(elsewhere)).isEmpty();
  }

  @Test
  void linkInPlaceOfAFileIsReplaced() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(folder.resolve("tree/good"), other);

    FtRun run = get(new ScriptedTree(List.of(), List.of("good")), "-r", "-O", folder.toString());

    assertThat(run).isEqualTo(new FtRun(0, "", ""));
    assertThat(other).hasContent("mine");
    assertThat(Files.isSymbolicLink(folder.resolve("tree/good"))).isFalse();
  }

  /**
   * A name that comes twice, as a file and as a folder, or as an unfinished download of another.
   */
  static Stream<List<String>> clashes() {
    return Stream.of(List.of("a", "a/b"), List.of("x", "x.part"), List.of("x", "x.part.state"));
  }

  @ParameterizedTest
  @MethodSource("clashes")
  void namesThatExcludeEachOtherDoNotStopTheOthers(List<String> names) throws Exception {
    List<String> files = new ArrayList<>(names);
    files.add("good");

    FtRun run = get(new ScriptedTree(List.of(), files), "-r", "-O", folder.toString());

    assertThat(run.exitCode()).isIn(23, 121);
    assertThat(run.err()).hasLineCount(1);
    assertThat(folder.resolve("tree/good")).hasBinaryContent(ScriptedTree.CONTENT);
  }

  @Test
  void oneNameTwiceIsFetchedOnceOrTwiceAndWhole() throws Exception {
    get(new ScriptedTree(List.of(), List.of("a", "a")), "-r", "-O", folder.toString());

    assertThat(folder.resolve("tree/a")).hasBinaryContent(ScriptedTree.CONTENT);
    assertThat(TestFiles.names(folder.resolve("tree"))).containsExactly("a");
  }

  @Test
  void namesThatSomeSystemCannotHoldAreRefusedOnRequest() throws Exception {
    ScriptedTree tree =
        new ScriptedTree(List.of(), List.of("aux.h", "xt_MARK.h", "xt_mark.h", "good"));

    FtRun run = get(tree, "-r", "--portable-names", "-O", folder.toString());

    assertThat(run.exitCode()).isEqualTo(121);
    assertThat(run.err()).contains("/tree/aux.h: ").contains("/tree/xt_mark.h: ").hasLineCount(2);
    assertThat(tree.asked()).containsExactlyInAnyOrder("tree/good", "tree/xt_MARK.h");
  }

  @Test
  void nothingOfANameReachesTheTerminalUnescaped() throws Exception {
    FtRun run =
        get(
            new ScriptedTree(List.of(), List.of("\u001b[2J\u202e\n.", "x" + "\u0007".repeat(255))),
            "-r",
            "--portable-names",
            "-O",
            folder.toString());

    assertThat(run.exitCode()).isEqualTo(121);
    assertThat(run.err().replace("\n", "")).matches("[ -~]*");
  }

  @Test
  void moreNamesThanAllowedEndTheCall() throws Exception {
    List<String> files = Stream.iterate(0, i -> i + 1).limit(50).map(i -> "f" + i).toList();
    ScriptedTree tree = new ScriptedTree(List.of(), files);

    FtRun run = get(tree, "-r", "--max-entries", "49", "-O", folder.toString());

    assertThat(run.exitCode()).isEqualTo(120);
    assertThat(run.err()).contains("more than 49 names (see --max-entries)").hasLineCount(1);
    assertThat(tree.asked()).isEmpty();
  }

  /** The frame that announces it is refused before anything of it is held. */
  @Test
  void nameOfTenMegabytesEndsTheCall() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              ListRequest request = peer.receive(ListRequest.class);
              ByteBuffer header = ByteBuffer.allocate(12);
              header.putInt(0x21 << 24 | 10_000_000).putInt(request.id());
              header.putInt((int) FramedPeer.crc32c(Arrays.copyOf(header.array(), 8)));
              peer.raw().write(header.array());
              peer.untilClosed();
            })) {
      FtRun run = FtRun.of("get", "-r", "-O", folder.toString(), url(server));

      assertThat(run.exitCode()).isEqualTo(8);
      assertThat(run.err()).hasLineCount(1);
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void listingThatLostANameEndsTheCall() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(ListRequest.class).id();
              peer.send(
                  new Entry(id, Entry.Kind.FILE, 1, FramedPeer.MODIFIED, FramedPeer.TAG, "a"));
              peer.send(new ListEnd(id, 2, 0));
              peer.untilClosed();
            })) {
      assertThat(FtRun.of("get", "-r", "-O", folder.toString(), url(server)).exitCode())
          .isEqualTo(8);
    }
  }

  private static FtRun get(ScriptedTree tree, String... options) throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(tree)) {
      List<String> arguments = new ArrayList<>(List.of("get"));
      arguments.addAll(List.of(options));
      arguments.add(url(server));
      return FtRun.of(arguments.toArray(String[]::new));
    }
  }

  private static String url(ScriptedServer server) {
    return "ft://127.0.0.1:" + server.port() + "/tree";
  }
}
