package io.ft.client.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * A call of {@code ft} in this process, and what came of it.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it complained about
 */
record FtRun(int exitCode, String out, String err) {

  /** Calls it. */
  static FtRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine ft = FtMain.commandLine(new Output(out));
    ft.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = ft.execute(arguments);
    return new FtRun(exitCode, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
