package io.ft.conformance.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.cli.FtCall;
import io.ft.conformance.server.Tree;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pair in Python was written from the specification alone. Each of its programs works with the
 * other side of ours.
 */
class PythonPairTest {

  private static final List<String> FILES =
      List.of(Tree.SMALL, Tree.EMPTY, Tree.LARGE, Tree.UNICODE, Tree.ODD);

  @Test
  void itsOwnTestsPass() throws Exception {
    Python.Ended tests =
        Python.run(
            Python.FOLDER,
            Python.command("-m", "unittest", "-q", "test_ftproto", "test_programs.ClientTest"));

    assertThat(tests.exitCode()).as(tests.output()).isZero();
    assertThat(tests.output()).contains("OK");
  }

  @Test
  void itsClientFetchesFromOurServer(@TempDir Path temp) throws Exception {
    Path tree = tree(temp);
    try (FileServer server = serve(tree)) {
      List<String> arguments = new ArrayList<>(FILES);
      arguments.addAll(List.of("-O", temp.resolve("copy").toString()));

      assertThat(get(server, temp, arguments).exitCode()).isZero();
      for (String path : FILES) {
        assertThat(copy(temp, path)).hasBinaryContent(Files.readAllBytes(tree.resolve(path)));
      }
    }
  }

  @Test
  void itsClientFetchesRanges(@TempDir Path temp) throws Exception {
    Path tree = tree(temp);
    Path range = temp.resolve("range");
    try (FileServer server = serve(tree)) {
      Python.Ended ended =
          get(
              server,
              temp,
              List.of(
                  Tree.LARGE, "-o", range.toString(), "--offset", "5000", "--length", "999999"));

      assertThat(ended.exitCode()).as(ended.output()).isZero();
      byte[] all = Files.readAllBytes(tree.resolve(Tree.LARGE));
      assertThat(range).hasBinaryContent(Arrays.copyOfRange(all, 5000, 5000 + 999_999));
    }
  }

  @Test
  void itsClientIsToldDigests(@TempDir Path temp) throws Exception {
    Path tree = tree(temp);
    byte[] all = Files.readAllBytes(tree.resolve(Tree.LARGE));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    try (FileServer server = serve(tree)) {
      assertThat(get(server, temp, List.of("--sha256", Tree.LARGE)).output()).contains(digest);
    }
  }

  @Test
  void itsClientIsToldThatThereIsNoSuchFile(@TempDir Path temp) throws Exception {
    try (FileServer server = serve(tree(temp))) {
      assertThat(get(server, temp, List.of("none", "-O", temp.toString())).exitCode())
          .isEqualTo(78);
      assertThat(temp.resolve("none")).doesNotExist();
    }
  }

  @Test
  void ourClientFetchesTreeFromItsServer(@TempDir Path temp) throws Exception {
    Path tree = tree(temp);
    try (PythonServer server = PythonServer.start(tree)) {
      Files.createDirectory(temp.resolve("copy"));
      int exitCode = ft("get", "-r", "-O", temp.resolve("copy").toString(), url(server, "folder"));

      assertThat(exitCode).isZero();
      assertThat(names(temp.resolve("copy/folder"))).isEqualTo(names(tree.resolve("folder")));
      for (String path : FILES) {
        if (path.startsWith("folder/")) {
          assertThat(temp.resolve("copy").resolve(path))
              .hasBinaryContent(Files.readAllBytes(tree.resolve(path)));
        }
      }
    }
  }

  @Test
  void ourClientIsToldByItsServerThatThereIsNoSuchFile(@TempDir Path temp) throws Exception {
    try (PythonServer server = PythonServer.start(tree(temp))) {
      assertThat(ft("get", "-O", temp.toString(), url(server, ".hidden"))).isEqualTo(78);
    }
  }

  private static Path tree(Path temp) throws IOException {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Tree.create(tree);
    return tree;
  }

  private static FileServer serve(Path tree) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return FileServer.start(ServerConfig.of(tree, any), new ServerEvents() {});
  }

  private static Python.Ended get(FileServer server, Path folder, List<String> arguments)
      throws Exception {
    Files.createDirectories(folder.resolve("copy"));
    List<String> command = Python.command("ft_get.py", "127.0.0.1");
    command.add(String.valueOf(server.address().getPort()));
    command.addAll(arguments);
    return Python.run(folder, command);
  }

  /** The client puts files under the last parts of their names. */
  private static Path copy(Path temp, String path) {
    return temp.resolve("copy").resolve(path.substring(path.lastIndexOf('/') + 1));
  }

  private static int ft(String... arguments) throws Exception {
    return FtCall.of(
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), arguments);
  }

  private static String url(PythonServer server, String path) {
    return "ft://127.0.0.1:" + server.address().getPort() + "/" + path;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }
}
