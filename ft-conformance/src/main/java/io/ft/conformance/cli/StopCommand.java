package io.ft.conformance.cli;

import io.ft.conformance.server.ServerUnderTest;
import java.io.IOException;

/**
 * A command that tells the server to stop, such as {@code kill -TERM 4711}.
 *
 * @param command for the shell
 */
record StopCommand(String command) implements ServerUnderTest.Stop {

  @Override
  public void run() throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException("'" + command + "' ended with " + exitCode);
    }
  }
}
