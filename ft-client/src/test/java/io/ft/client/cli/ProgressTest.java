package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.Target;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a person sees on the terminal. */
class ProgressTest {

  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int COLUMNS = 40;

  private final StringWriter screen = new StringWriter();
  private final Progress progress = new Progress(new PrintWriter(screen), new Terminal(COLUMNS));

  @Test
  void lineSaysHowFarTheDownloadIs() {
    TransferListener file = follow(progress, "ft://server/file", "disk.img");

    file.started(2048);

    assertThat(lines()).containsExactly("0%  0 B of 2.0 KiB  disk.img");
    assertThat(progressedUntilDrawn(file, 512)).startsWith("25%  512 B of 2.0 KiB  ");
  }

  @Test
  void emptyFileIsComplete() {
    follow(progress, "ft://server/file", "empty").started(0);

    assertThat(lines()).containsExactly("100%  0 B of 0 B  empty");
  }

  @Test
  void severalFilesAreCountedTogether() {
    TransferListener first = follow(progress, "ft://server/file", "first");
    TransferListener second = follow(progress, "ft://server/file", "second");
    first.started(1000);
    second.started(1000);
    first.progressed(1000, 1000);
    first.ended(null);

    String line = progressedUntilDrawn(second, 500);

    assertThat(line).startsWith("75%  1.5 KiB of 2.0 KiB  ");
    assertThat(line.length() < COLUMNS - 1 ? line : line + "1/2 files").contains("1/2 files");
  }

  @Test
  void lineIsNeverWiderThanTheTerminal() {
    for (int columns : new int[] {0, 1, 2, 10, 40, 80}) {
      StringWriter narrow = new StringWriter();
      Progress shown = new Progress(new PrintWriter(narrow), new Terminal(columns));
      follow(shown, "ft://server/file", "a name that is longer than any terminal ".repeat(5))
          .started(12_345_678);

      assertThat(narrow.toString()).startsWith(CLEAR_LINE);
      assertThat(narrow.toString().substring(CLEAR_LINE.length()))
          .hasSize(Math.max(0, columns - 1));
    }
  }

  @Test
  void lineIsClearedAtOnceWhenTheFileEnds() {
    Progress buffered =
        new Progress(new PrintWriter(new BufferedWriter(screen)), new Terminal(COLUMNS));
    TransferListener file = follow(buffered, "ft://server/file", "disk.img");
    file.started(1000);
    int drawn = screen.toString().length();

    file.ended(failure());

    assertThat(screen.toString().substring(drawn)).isEqualTo(CLEAR_LINE);
  }

  private static TransferException failure() {
    try (FileClient client = FileClient.create()) {
      DownloadRequest nowhere =
          new DownloadRequest(
              new RemoteFile("no-such-host.invalid", 1, "f"),
              Target.file(Path.of("never written")));
      return Downloads.failure(client.start(nowhere, TransferListener.NONE));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nameCannotMoveTheCursor() {
    follow(progress, "ft://server/file", "up\u001b[A\nand\r\u202eaway").started(1);

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0))
        .doesNotContain("\u001b", "\n", "\r", "\u202e")
        .contains("up\\u{1B}[A\\n");
  }

  @Test
  void lineIsRedrawnAtMostTenTimesASecond() {
    TransferListener file = follow(progress, "ft://server/file", "disk.img");
    long startNanos = System.nanoTime();
    file.started(Long.MAX_VALUE / 1000);
    long elapsedNanos = 0;
    for (long received = 1; elapsedNanos < TimeUnit.MILLISECONDS.toNanos(350); received++) {
      file.progressed(received, received);
      elapsedNanos = System.nanoTime() - startNanos;
    }

    assertThat(lines().size())
        .isBetween(2, 1 + (int) (elapsedNanos / TimeUnit.MILLISECONDS.toNanos(100)));
  }

  @Test
  void lineIsClearedBeforeAMessage() {
    follow(progress, "ft://server/file", "disk.img").started(1000);

    progress.note("something went wrong");

    assertThat(screen.toString())
        .isEqualTo(
            CLEAR_LINE
                + "0%  0 B of 1000 B  disk.img"
                + CLEAR_LINE
                + "ft: something went wrong"
                + System.lineSeparator());
  }

  @Test
  void messageWithoutALineClearsNothing() {
    progress.note("something went wrong");

    assertThat(screen.toString()).isEqualTo("ft: something went wrong" + System.lineSeparator());
  }

  @Test
  void completeFileLeavesALine() {
    TransferListener file = follow(progress, "ft://server/file", "disk.img");
    file.started(1000);
    file.progressed(1000, 1000);
    file.ended(null);

    assertThat(lastLine()).startsWith("disk.img  1000 B  verified  ").endsWith("/s");
  }

  @Test
  void fileWithoutChecksumsIsNotCalledVerified() {
    TransferListener file = follow(progress, "ft://server/file", "disk.img");
    file.started(1000);
    file.progressed(1000, 0);
    file.ended(null);

    assertThat(lastLine()).startsWith("disk.img  1000 B  complete, not verified  ");
  }

  @Test
  void withoutATerminalThereAreMessagesOnly() {
    Progress quiet = new Progress(new PrintWriter(screen), null);
    TransferListener file = follow(quiet, "ft://server/file", "disk.img");
    file.started(1000);
    file.progressed(1000, 1000);
    file.ended(null);

    quiet.note("something went wrong");

    assertThat(screen.toString()).isEqualTo("ft: something went wrong" + System.lineSeparator());
  }

  private static TransferListener follow(Progress progress, String url, String name) {
    progress.planned(1, 0);
    RemoteFile source = RemoteFile.parse(url);
    Target target = Target.file(Path.of("never written"));
    return progress.started(new Report.Item(url, name, new DownloadRequest(source, target)));
  }

  private String progressedUntilDrawn(TransferListener file, long received) {
    int drawn = lines().size();
    Await.until(
        "the line is drawn again",
        () -> {
          file.progressed(received, received);
          return lines().size() > drawn;
        });
    return lines().get(lines().size() - 1);
  }

  /** Each line that was drawn in the place of the one before. */
  private List<String> lines() {
    List<String> drawn = Arrays.asList(screen.toString().split("\r\u001b\\[K", -1));
    return drawn.subList(1, drawn.size());
  }

  private String lastLine() {
    assertThat(screen.toString()).endsWith(System.lineSeparator());
    List<String> lines = lines();
    return lines.get(lines.size() - 1).stripTrailing();
  }
}
