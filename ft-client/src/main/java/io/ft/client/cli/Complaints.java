package io.ft.client.cli;

import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.codec.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Says on standard error what went wrong with a URL, in one line, and with which exit code. */
final class Complaints {

  /** Something that a command does. */
  interface Task {
    void run() throws IOException, InterruptedException;
  }

  private final PrintWriter err;
  private final Output out;

  /**
   * Complaints to {@code err}.
   *
   * @param out where the command prints, for whose failures there are codes of their own
   */
  Complaints(PrintWriter err, Output out) {
    this.err = err;
    this.out = out;
  }

  /** Runs {@code task}, and says how it went. */
  ExitCode about(String url, Task task) throws InterruptedException {
    try {
      task.run();
      return ExitCode.OK;
    } catch (IOException e) {
      return about(url, e);
    }
  }

  private ExitCode about(String url, IOException failure) {
    IOException unwritten = out.failure();
    if (out.hasLostItsReader()) {
      return ExitCode.OUTPUT_CLOSED;
    }
    if (unwritten != null) {
      say("standard output", "cannot write: " + unwritten.getMessage());
      return ExitCode.CANNOT_WRITE;
    }
    if (failure.getCause() instanceof SortedEntries.TooManyException tooMany) {
      say(url, tooMany.getMessage() + ": show them unsorted (-U), or raise --max-entries");
      return ExitCode.TOO_MANY_ENTRIES;
    }
    if (failure instanceof TransferException transfer) {
      if (transfer.error() != TransferError.CANCELLED) {
        say(url, Hints.of(transfer));
      }
      return ExitCode.of(transfer.error());
    }
    say(url, "internal error: " + failure);
    return ExitCode.INTERNAL;
  }

  private void say(String what, @Nullable String problem) {
    err.println(line(what, problem));
  }

  /** A line of standard error. */
  static String line(String what, @Nullable String problem) {
    return Printable.escape("ft: " + what + ": " + problem);
  }
}
