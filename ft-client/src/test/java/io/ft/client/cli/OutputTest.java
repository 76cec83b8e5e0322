package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.codec.Entry;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output of {@code ft ls} in a process of its own, and what becomes of it. */
class OutputTest {

  private static final int ENTRIES = 20_000;

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  private static ScriptedServer server() throws IOException {
    return ScriptedServer.framed(
        peer -> {
          int id = peer.receive(ListRequest.class).id();
          Message[] entries = new Message[ENTRIES];
          for (int i = 0; i < ENTRIES; i++) {
            entries[i] = entry(id, "gr\u00fc\u00dfe-%05d".formatted(ENTRIES - 1 - i));
          }
          peer.send(entries);
          peer.send(new ListEnd(id, ENTRIES, 0));
          peer.untilClosed();
        });
  }

  private static Entry entry(int id, String path) {
    return new Entry(id, Entry.Kind.FILE, 1, FramedPeer.MODIFIED, FramedPeer.TAG, path);
  }

  private static String url(ScriptedServer server) {
    return "ft://127.0.0.1:" + server.port() + "/";
  }

  @Test
  void isUtf8InEveryLocale() throws Exception {
    try (ScriptedServer server = server();
        FtProcess ft =
            FtProcess.start(
                folder, List.of("env", "LC_ALL=C"), List.of(), "ls", "-l", url(server))) {
      String out = new String(ft.out().readAllBytes(), UTF_8);

      assertThat(ft.exitCode()).isZero();
      assertThat(ft.errors()).isEmpty();
      assertThat(out.lines()).hasSize(ENTRIES);
      assertThat(out.lines().findFirst())
          .hasValueSatisfying(line -> assertThat(line).endsWith("  gr\u00fc\u00dfe-00000"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-l", "-U", "--json"})
  void readerThatLeavesIs141AndNoWord(String option) throws Exception {
    try (ScriptedServer server = server();
        FtProcess ft = FtProcess.start(folder, "ls", option, url(server))) {
      assertThat(ft.out().read()).isNotNegative();
      ft.out().close();

      assertThat(ft.exitCode()).isEqualTo(141);
      assertThat(ft.errors()).isEmpty();
    }
  }

  @Test
  void fullDiskIs23AndALine() throws Exception {
    assumeTrue(new File("/dev/full").exists(), "no device that is always full");
    try (ScriptedServer server = server();
        FtProcess ft =
            FtProcess.start(
                folder,
                List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"),
                List.of(),
                "ls",
                url(server))) {
      assertThat(ft.exitCode()).isEqualTo(23);
      assertThat(ft.errors()).startsWith("ft: standard output: cannot write: ");
    }
  }

  @Test
  void unsortedNamesAreShownWhileTheListingGoesOn() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(ListRequest.class).id();
                  peer.send(entry(id, "a"));
                  seen.await();
                  peer.send(entry(id, "b"), new ListEnd(id, 2, 0));
                  peer.untilClosed();
                });
        FtProcess ft = FtProcess.start(folder, "ls", "-U", url(server))) {
      assertThat(ft.out().readNBytes(2)).isEqualTo("a\n".getBytes(UTF_8));
      seen.countDown();
      assertThat(ft.out().readAllBytes()).isEqualTo("b\n".getBytes(UTF_8));
      assertThat(ft.exitCode()).isZero();
    }
  }

  @Test
  void jsonCostsNothingUnlessAskedFor() throws Exception {
    List<String> tellClasses = List.of("-Xlog:class+load:stderr");
    try (FtProcess ft = FtProcess.start(folder, List.of(), tellClasses, "version")) {
      assertThat(ft.exitCode()).isZero();
      assertThat(ft.errors()).contains("io.ft.client.cli.LsCommand").doesNotContain("fasterxml");
    }
  }

  @Test
  void terminationIs130() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(ListRequest.class).id();
                  peer.send(entry(id, "a"));
                  peer.untilClosed();
                });
        FtProcess ft = FtProcess.start(folder, "ls", "-U", url(server))) {
      assertThat(ft.out().readNBytes(2)).isEqualTo("a\n".getBytes(UTF_8));
      ft.terminate();

      assertThat(ft.exitCode()).isEqualTo(130);
      assertThat(ft.errors()).isEmpty();
    }
  }
}
