package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.codec.Printable;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees on standard error: error messages, and on a terminal one line that tells how
 * far the downloads are, redrawn at most ten times a second. Thread-safe.
 */
final class Progress implements Report {

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final @Nullable Terminal terminal;
  private final RateMeter rate = new RateMeter();

  private long files;
  private int endedFiles;
  private long totalBytes;
  private long hereBytes;
  private long fetchedBytes;
  private String currentName = "";
  private long drawnNanos;
  private boolean lineShown;

  /**
   * Writes to {@code err}.
   *
   * @param terminal the terminal that {@code err} goes to; null if it goes elsewhere, where no
   *     progress is shown
   */
  Progress(PrintWriter err, @Nullable Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
    this.drawnNanos = System.nanoTime() - REDRAW_NANOS;
  }

  @Override
  public synchronized void planned(long files, long bytes) {
    this.files += files;
  }

  @Override
  public TransferListener started(Item item) {
    return new FileListener(Printable.escape(item.url()), Printable.escape(item.name()));
  }

  @Override
  public void done(Item item, DownloadResult result) {
    // The listener has said it.
  }

  @Override
  public void skipped(Item item, String reason) {
    note(item.url() + ": " + reason);
  }

  @Override
  public void failed(String what, ExitCode code, String message) {
    note(what + ": " + message);
  }

  @Override
  public void note(String text) {
    say(Printable.escape("ft: " + text));
  }

  @Override
  public ExitCode finished(ExitCode code) {
    return code;
  }

  private synchronized void say(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  private void clear() {
    if (lineShown) {
      err.print(CLEAR_LINE);
      err.flush();
      lineShown = false;
    }
  }

  private void draw(Terminal terminal) {
    long now = System.nanoTime();
    if (now - drawnNanos < REDRAW_NANOS) {
      return;
    }
    drawnNanos = now;
    rate.sample(now, fetchedBytes);
    String line = line();
    // The last column stays free: a cursor behind it would go to the next line.
    int length = Math.min(line.length(), Math.max(0, terminal.columns() - 1));
    err.print(CLEAR_LINE + line.substring(0, length));
    err.flush();
    lineShown = true;
  }

  private String line() {
    double bytesPerSecond = rate.bytesPerSecond();
    StringBuilder line = new StringBuilder();
    line.append(totalBytes == 0 ? 100 : hereBytes * 100 / totalBytes).append("%  ");
    line.append(Units.bytes(hereBytes)).append(" of ").append(Units.bytes(totalBytes));
    if (bytesPerSecond > 0) {
      line.append("  ").append(Units.bytes(Math.round(bytesPerSecond))).append("/s");
      line.append("  ETA ").append(Units.clock((totalBytes - hereBytes) / bytesPerSecond));
    }
    if (files > 1) {
      line.append("  ").append(endedFiles).append('/').append(files).append(" files");
    }
    return line.append("  ").append(currentName).toString();
  }

  /** Follows one file; the writer thread calls it. */
  private final class FileListener implements TransferListener {

    private final String url;
    private final String name;
    private final long startNanos = System.nanoTime();
    private long sizeBytes;
    private long resumedBytes;
    private long fileReceivedBytes;
    private long fileVerifiedBytes;
    private long shownBytes;

    FileListener(String url, String name) {
      this.url = url;
      this.name = name;
    }

    @Override
    public void started(long sizeBytes) {
      synchronized (Progress.this) {
        this.sizeBytes = sizeBytes;
        totalBytes += sizeBytes;
        redraw();
      }
    }

    @Override
    public void resumed(long resumedBytes) {
      synchronized (Progress.this) {
        this.resumedBytes = resumedBytes;
      }
    }

    @Override
    public void startedAnew(String reason) {
      say("ft: " + url + ": started anew: " + Printable.escape(reason));
    }

    @Override
    public void retrying(TransferException cause, int attempt, long pauseMillis) {
      say(
          "ft: %s: %s; trying again in %.1f s, %s are kept"
              .formatted(
                  url,
                  Printable.escape(String.valueOf(cause.getMessage())),
                  pauseMillis / 1e3,
                  Units.bytes(cause.verifiedBytes())));
    }

    @Override
    public void damaged(long offset, int lengthBytes) {
      say("ft: " + url + ": the block at byte " + offset + " came damaged");
    }

    @Override
    public void progressed(long received, long verified) {
      synchronized (Progress.this) {
        fetchedBytes += received - fileReceivedBytes;
        fileReceivedBytes = received;
        fileVerifiedBytes = verified;
        // What came twice counts once.
        long shown = Math.min(sizeBytes, Math.max(verified, resumedBytes + received));
        hereBytes += shown - shownBytes;
        shownBytes = shown;
        redraw();
      }
    }

    @Override
    public void ended(@Nullable TransferException failure) {
      synchronized (Progress.this) {
        endedFiles++;
        clear();
        if (failure == null && terminal != null) {
          say(summary());
        }
      }
    }

    private void redraw() {
      currentName = name;
      if (terminal != null) {
        draw(terminal);
      }
    }

    private String summary() {
      if (resumedBytes == sizeBytes && fileReceivedBytes == 0 && sizeBytes > 0) {
        return "%s  %s  complete already".formatted(name, Units.bytes(sizeBytes));
      }
      double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
      return "%s  %s  %s  %.1f s  %s/s%s"
          .formatted(
              name,
              Units.bytes(sizeBytes),
              fileVerifiedBytes == sizeBytes ? "verified" : "complete, not verified",
              seconds,
              Units.bytes(Math.round(fileReceivedBytes / seconds)),
              resumedBytes == 0 ? "" : "  resumed at " + Units.bytes(resumedBytes));
    }
  }
}
