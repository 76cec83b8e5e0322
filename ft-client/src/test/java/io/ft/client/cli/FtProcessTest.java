package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Await;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: its streams, its signals and its end. */
class FtProcessTest {

  private static final String CLEARED = "\u001b[J";

  private Path folder;
  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    root = Files.createDirectory(temp.resolve("served"));
  }

  @Test
  void successIsSilent() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", url(served.port()))) {
      assertThat(ft.exitCode()).isZero();
      assertThat(ft.out().readAllBytes()).isEmpty();
      assertThat(ft.errors()).isEmpty();
    }
    assertThat(TestFiles.names(folder)).containsExactly("source");
    assertThat(folder.resolve("source")).hasBinaryContent(TestFiles.content(3_000_000));
  }

  @Test
  void failureIsOneLineAndNothingElse() throws Exception {
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", url(served.port()))) {
      assertThat(ft.exitCode()).isEqualTo(78);
      assertThat(ft.out().readAllBytes()).isEmpty();
      assertThat(ft.errors())
          .isEqualTo(
              "ft: "
                  + url(served.port())
                  + ": no such file on the server"
                  + System.lineSeparator());
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void dataGoesToStandardOutputOnDemand() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", "-o", "-", url(served.port()))) {
      assertThat(ft.out().readAllBytes()).isEqualTo(TestFiles.content(3_000_000));
      assertThat(ft.exitCode()).isZero();
      assertThat(ft.errors()).isEmpty();
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void readerOfStandardOutputThatLeavesIs23() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", "-o", "-", url(served.port()))) {
      assertThat(ft.out().read()).isNotNegative();
      ft.out().close();

      assertThat(ft.exitCode()).isEqualTo(23);
      assertThat(ft.errors().lines()).hasSize(1);
      assertThat(ft.errors()).contains("cannot write: Broken pipe");
    }
  }

  @Test
  void terminationLeavesWhatCanBeGoneOnWith() throws Exception {
    Path target = Files.writeString(folder.resolve("source"), "old");
    try (ScriptedServer server = stallingServer();
        FtProcess ft = FtProcess.start(folder, "get", url(server.port()))) {
      untilPartFileIsThere();

      ft.terminate();

      assertThat(ft.exitCode()).isEqualTo(130);
      assertThat(ft.errors()).isEmpty();
    }
    assertThat(target).hasContent("old");
    assertThat(TestFiles.names(folder))
        .contains("source")
        .isSubsetOf("source", "source.part", "source.part.state");
  }

  @Test
  void interruptLeavesWhatCanBeGoneOnWith() throws Exception {
    // What was started in the background ignores it, and so do its children.
    List<String> hearing = List.of("env", "--default-signal=INT");
    try (ScriptedServer server = stallingServer();
        FtProcess ft = FtProcess.start(folder, hearing, List.of(), "get", url(server.port()))) {
      untilPartFileIsThere();

      assertThat(new ProcessBuilder("kill", "-INT", "" + ft.pid()).start().waitFor()).isZero();

      assertThat(ft.exitCode()).isEqualTo(130);
      assertThat(ft.errors()).isEmpty();
    }
    assertThat(TestFiles.names(folder)).isSubsetOf("source.part", "source.part.state");
  }

  @Test
  void terminationWhileNobodyReadsStandardOutputEndsTheProcess() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", "-o", "-", url(served.port()))) {
      // Once a byte has come through, the rest of its block is in the way.
      assertThat(ft.out().read()).isNotNegative();

      ft.terminate();

      assertThat(ft.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void fileThatOutgrowsItsLimitIs23() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    List<String> limited = List.of("sh", "-c", "ulimit -f 1000; exec \"$@\"", "sh");
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, limited, List.of(), "get", url(served.port()))) {
      assertThat(ft.exitCode()).isEqualTo(23);
      assertThat(ft.errors()).contains("cannot write: File too large");
      assertThat(ft.errors().lines()).hasSize(1);
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void secondAddressIsTriedWhenTheFirstDoesNotAnswer() throws Exception {
    Path hosts = folder.resolveSibling("hosts");
    Files.writeString(hosts, "127.0.0.2 two-addresses\n127.0.0.1 two-addresses\n");
    List<String> options = List.of("-Djdk.net.hosts.file=" + hosts);
    TestFiles.write(root.resolve("source"), 10);
    try (ServedFolder served = ServedFolder.start(root)) {
      String url = "ft://two-addresses:" + served.port() + "/source";
      try (FtProcess ft = FtProcess.start(folder, List.of(), options, "get", url)) {
        assertThat(ft.exitCode()).isZero();
      }
    }
  }

  @Test
  void modeComesFromTheUmask() throws Exception {
    TestFiles.write(root.resolve("source"), 10);
    List<String> strict = List.of("sh", "-c", "umask 0137; exec \"$@\"", "sh");
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, strict, List.of(), "get", url(served.port()))) {
      assertThat(ft.exitCode()).isZero();
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("source")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void terminalShowsASummary() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = onTerminal("get", url(served.port()))) {
      String screen = new String(ft.out().readAllBytes(), UTF_8);

      assertThat(ft.exitCode()).isZero();
      assertThat(screen.substring(screen.lastIndexOf(CLEARED) + 1))
          .contains("source  2.9 MiB  verified  ")
          .endsWith("/s\r\n");
    }
  }

  @Test
  void interruptLeavesTheTerminalInOrder() throws Exception {
    try (ScriptedServer server = stallingServer();
        FtProcess ft = onTerminal("get", url(server.port()))) {
      StringBuilder screen = new StringBuilder();
      while (screen.indexOf("50%") < 0) {
        int next = ft.out().read();
        assertThat(next).as("shown, after " + screen).isNotNegative();
        screen.append((char) next);
      }
      ProcessHandle java =
          ProcessHandle.of(ft.pid())
              .orElseThrow()
              .descendants()
              .filter(process -> process.info().command().orElse("").endsWith("/java"))
              .findFirst()
              .orElseThrow();

      java.destroy();

      String rest = new String(ft.out().readAllBytes(), UTF_8);
      assertThat(ft.exitCode()).isEqualTo(130);
      assertThat(rest.substring(rest.lastIndexOf(CLEARED) + CLEARED.length()))
          .startsWith("0 of 1 file complete  ")
          .endsWith("/s\r\n");
    }
  }

  private FtProcess onTerminal(String... arguments) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no program that makes a terminal");
    List<String> terminal =
        List.of("sh", "-c", "export TERM=xterm; exec script -qec \"$*\" /dev/null", "sh");
    return FtProcess.start(folder, terminal, List.of(), arguments);
  }

  @Test
  void readerOfEventsThatLeavesCostsNoDownload() throws Exception {
    TestFiles.write(root.resolve("source"), 3_000_000);
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft = FtProcess.start(folder, "get", "--json", url(served.port()))) {
      ft.out().close();

      assertThat(ft.exitCode()).isEqualTo(141);
      assertThat(ft.errors()).isEmpty();
    }
    assertThat(folder.resolve("source")).hasBinaryContent(TestFiles.content(3_000_000));
  }

  @Test
  void eventsThatCannotBeWrittenAreAnErrorOfTheCall() throws Exception {
    TestFiles.write(root.resolve("source"), 10);
    List<String> toFullDevice = List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh");
    try (ServedFolder served = ServedFolder.start(root);
        FtProcess ft =
            FtProcess.start(folder, toFullDevice, List.of(), "get", "--json", url(served.port()))) {
      assertThat(ft.exitCode()).isEqualTo(23);
      assertThat(ft.errors().lines())
          .containsExactly("ft: standard output: cannot write: No space left on device");
    }
    assertThat(folder.resolve("source")).hasBinaryContent(TestFiles.content(10));
  }

  @Test
  void interruptedCallTellsItsResult() throws Exception {
    try (ScriptedServer server = stallingServer();
        FtProcess ft = FtProcess.start(folder, "get", "--json", url(server.port()))) {
      untilPartFileIsThere();

      ft.terminate();

      assertThat(ft.exitCode()).isEqualTo(130);
      List<String> events = new String(ft.out().readAllBytes(), UTF_8).lines().toList();
      assertThat(events).allSatisfy(GetEvents::check);
      assertThat(events.get(events.size() - 2))
          .contains("\"event\":\"error\"", "\"outcome\":\"interrupted\"");
      assertThat(events.get(events.size() - 1))
          .contains("\"event\":\"result\"", "\"exit_code\":130");
    }
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    try (FtProcess ft = FtProcess.start(folder, "get", "--help")) {
      assertThat(new String(ft.out().readAllBytes(), UTF_8)).startsWith("Usage: ft get");
      assertThat(ft.exitCode()).isZero();
      assertThat(ft.errors()).isEmpty();
    }
  }

  /** Sends one block of two and then nothing. */
  private static ScriptedServer stallingServer() throws IOException {
    byte[] content = TestFiles.content(2 * FramedPeer.BLOCK_BYTES);
    return ScriptedServer.framed(
        client -> {
          int id = client.receive(FileRequest.class).id();
          client.send(FramedPeer.exists(id, content.length));
          client.sendBlocks(id, content, 0, 1);
          client.untilClosed();
        });
  }

  private void untilPartFileIsThere() {
    Await.until(
        "a part file is there",
        () -> TestFiles.names(folder).stream().anyMatch(name -> name.endsWith(".part")));
  }

  private static String url(int port) {
    return "ft://127.0.0.1:" + port + "/source";
  }
}
