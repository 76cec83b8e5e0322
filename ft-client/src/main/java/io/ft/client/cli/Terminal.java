package io.ft.client.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * The terminal behind standard error.
 *
 * @param columns how wide it is
 */
record Terminal(int columns) {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final int DEFAULT_COLUMNS = 80;

  /**
   * The terminal that standard error goes to; null if it goes elsewhere, or the system has no way
   * to say (only Linux has).
   */
  static @Nullable Terminal ofStandardError() {
    return isTerminal() ? new Terminal(measureColumns()) : null;
  }

  private static boolean isTerminal() {
    // Java knows of standard input and output only, and from JDK 22 on says yes without a terminal.
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int measureColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (Scanner rowsAndColumns = new Scanner(stty.getInputStream(), StandardCharsets.US_ASCII)) {
        rowsAndColumns.nextInt();
        int columns = rowsAndColumns.nextInt();
        return columns > 0 ? columns : DEFAULT_COLUMNS;
      }
    } catch (IOException | NoSuchElementException e) {
      return DEFAULT_COLUMNS;
    }
  }
}
