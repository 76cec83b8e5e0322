package io.ft.client.cli;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Scanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The terminal behind standard error. */
final class Terminal {

  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  /**
   * How large it is.
   *
   * @param rows how high
   * @param columns how wide
   */
  record Size(int rows, int columns) {
    static final Size DEFAULT = new Size(24, 80);
  }

  private volatile boolean changed = true;
  private Size size = Size.DEFAULT;

  /** Watches the size of the terminal. */
  Terminal() {
    try {
      watchSize();
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("the size of the terminal is not watched", e);
    }
  }

  /**
   * Whether standard error goes to a terminal that can move its cursor; no where the system has no
   * way to say (only Linux has).
   */
  static boolean isStandardError() {
    // Java knows of standard input and output only, and from JDK 22 on says yes without a terminal.
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return (device.startsWith("/dev/pts/")
              || device.startsWith("/dev/tty")
              || device.equals("/dev/console"))
          && !"dumb".equals(System.getenv("TERM"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** How large it is now. Measures it when it has changed, and may take some milliseconds then. */
  Size size() {
    if (changed) {
      changed = false;
      size = measure();
    }
    return size;
  }

  /**
   * By the signal of a resized terminal. The class for it is public in all JDKs but in no standard,
   * and a compiler warns of it whatever one says; so it is looked up.
   */
  private void watchSize() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object resized =
        Proxy.newProxyInstance(
            Terminal.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              changed = true;
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), resized);
  }

  private static Size measure() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (Scanner rowsAndColumns = new Scanner(stty.getInputStream(), StandardCharsets.US_ASCII)) {
        int rows = rowsAndColumns.nextInt();
        int columns = rowsAndColumns.nextInt();
        return rows > 0 && columns > 0 ? new Size(rows, columns) : Size.DEFAULT;
      }
    } catch (IOException | NoSuchElementException e) {
      LOG.debug("the size of the terminal cannot be measured", e);
      return Size.DEFAULT;
    }
  }
}
