package io.ft.conformance.cli;

import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.wire.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What both kinds of trial have in common on the command line. */
final class Output {

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only the cases whose name, or one of whose rules, it matches as a whole.")
  private Pattern chosen = Pattern.compile(".*");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report to FILE, too.")
  private @Nullable Path json;

  @Option(
      names = "--verbose",
      description = "Show what was said in each case, with all bytes, and not only in failed ones.")
  private boolean verbose;

  Pattern chosen() {
    return chosen;
  }

  /** What is told of what was said. */
  Trace trace() {
    return verbose ? Trace.full() : Trace.brief();
  }

  /** A line, and what was said if it is to be told. */
  void show(PrintWriter out, Result result) {
    out.println(result.isFault() || verbose ? Report.story(result) : Report.line(result));
    out.flush();
  }

  /** The exit code that tells it. */
  int finish(PrintWriter out, Report report) throws IOException {
    out.println(report.results().isEmpty() ? "no case is chosen by --only" : report.summary());
    out.flush();
    if (json != null) {
      try (Writer file = Files.newBufferedWriter(json)) {
        report.writeJson(file);
      }
    }
    return report.conforms() ? 0 : ConformanceMain.FAILED;
  }
}
