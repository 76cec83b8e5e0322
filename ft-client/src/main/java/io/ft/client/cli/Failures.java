package io.ft.client.cli;

import io.ft.client.TransferError;
import io.ft.client.TransferException;

/** Tells what went wrong, and keeps the gravest of it for the exit code. Thread-safe. */
final class Failures {

  private final Report report;
  private final boolean oneIsEnough;

  private ExitCode gravest = ExitCode.OK;

  /**
   * None yet.
   *
   * @param oneIsEnough whether nothing more is to be done after the first one
   */
  Failures(Report report, boolean oneIsEnough) {
    this.report = report;
    this.oneIsEnough = oneIsEnough;
  }

  /** Something went wrong with {@code what}. */
  void add(String what, ExitCode code, String message) {
    count(code);
    report.failed(what, code, message);
  }

  /** A request failed. What the user has stopped is not told. */
  void add(String what, TransferException cause) {
    if (cause.error() == TransferError.CANCELLED) {
      count(ExitCode.INTERRUPTED);
    } else {
      add(what, ExitCode.of(cause.error()), Hints.of(cause));
    }
  }

  private synchronized void count(ExitCode code) {
    gravest = gravest.and(code);
  }

  /** Something that is worth saying and no failure. */
  void note(String text) {
    report.note(text);
  }

  /** The gravest until now. */
  synchronized ExitCode gravest() {
    return gravest;
  }

  /** Whether nothing more is to be done. */
  synchronized boolean areEnough() {
    return oneIsEnough && gravest != ExitCode.OK;
  }
}
