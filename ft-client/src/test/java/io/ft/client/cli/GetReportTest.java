package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of {@code ft get} make it tell, where standard error is no terminal. */
class GetReportTest {

  private Path folder;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    served = ServedFolder.start(temp.resolve("served"));
    served.file("source", 3_000_000);
  }

  @AfterEach
  void tearDown() throws IOException {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--progress=auto", "--progress=none", "-s", "--silent"})
  void successIsSilent(String option) {
    FtRun run = get(option, url("source"));

    assertThat(run).isEqualTo(new FtRun(0, "", ""));
  }

  @Test
  void plainProgressHasASummaryAndNoEscapes() {
    FtRun run = get("--progress", "plain", url("source"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("source  2.9 MiB  verified  ").doesNotContain("\u001b");
  }

  @Test
  void severalFilesAreSummedUp() {
    FtRun run = get("--progress", "plain", url("source"), url("absent"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.err().lines()).hasSize(3);
    assertThat(run.err().lines().toList().get(2))
        .startsWith("1 of 2 files complete  2.9 MiB  ")
        .endsWith("  1 failed");
  }

  @Test
  void verbosityTellsTheServerAndTheTimes() {
    FtRun run = get("-v", url("source"));

    List<String> lines = run.err().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("source  2.9 MiB  verified  ");
    assertThat(lines.get(1))
        .matches(
            "  from 127\\.0\\.0\\.1:%d; connection .* s, server .* s, network .* s, own disk .* s"
                .formatted(served.port()));
  }

  @Test
  void silenceLeavesTheErrorsAndNoRetries() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              FileRequest request = peer.receive(FileRequest.class);
              if (connections.incrementAndGet() > 1) {
                peer.serve(request, TestFiles.content(10));
                peer.untilClosed();
              }
            })) {
      String url = "ft://127.0.0.1:" + server.port() + "/file";

      FtRun run = get("-s", "-v", "--progress=bar", "--retry-delay=0.001", url, url("absent"));

      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.err())
          .isEqualTo(
              "ft: " + url("absent") + ": no such file on the server" + System.lineSeparator());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--progress=", "--progress=BAR", "--progress=json", "--progress"})
  void otherProgressIsWrongUsage(String option) {
    assertThat(get(option).exitCode()).isEqualTo(2);
  }

  @Test
  void logHasALineEveryTenSeconds() {
    StringWriter log = new StringWriter();
    Tally tally = new Tally();
    tally.planned(200, 4096);
    ProgressLog progress = new ProgressLog(new Screen(new PrintWriter(log)), tally, 0);

    for (int second = 0; second <= 35; second++) {
      progress.tick(TimeUnit.SECONDS.toNanos(second));
    }

    assertThat(log.toString().lines())
        .hasSize(3)
        .containsOnly("0%  0 B/4.0 KiB  0 B/s  0 of 200 files");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(FtRun.of("get", "--help").out())
        .contains("--silent", "--verbose", "--progress=HOW", "--json");
  }

  private FtRun get(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "get";
    all[1] = "-O";
    all[2] = folder.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return FtRun.of(all);
  }

  private String url(String path) {
    return "ft://127.0.0.1:" + served.port() + "/" + path;
  }
}
