package io.ft.client.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;

/** Calls {@code ft} in this process. */
public final class FtCall {

  private FtCall() {}

  /**
   * Runs the command and returns its exit code.
   *
   * @param out where what is asked for goes
   * @param err where all else goes
   */
  public static int of(Writer out, Writer err, String... arguments) {
    CommandLine ft = FtMain.commandLine(new Output(out));
    ft.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return ft.execute(arguments);
  }
}
