package io.ft.server.cli;

import io.ft.server.ServerConfig;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator should know of the surroundings before it does harm. */
final class Warnings {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +([0-9]+) ");

  /** The libraries, the log, the folders that are served, and what listens. */
  private static final int FILES_OF_PROGRAM = 100;

  private Warnings() {}

  /** All that there are. */
  static List<String> of(ServerConfig config) {
    List<String> warnings = new ArrayList<>();
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!Charset.isSupported(encoding)
        || !Charset.forName(encoding).equals(StandardCharsets.UTF_8)) {
      // In the POSIX locale Java cannot open a file whose name is not ASCII: it would look missing.
      warnings.add(
          "file names are "
              + encoding
              + " in this locale, so names with other characters cannot be served;"
              + " start it with LC_ALL=C.UTF-8");
    }
    long needed = (long) config.connections().max() + config.exchanges().max() + FILES_OF_PROGRAM;
    long allowed = maxOpenFiles();
    if (allowed < needed) {
      warnings.add(
          "this process may have "
              + allowed
              + " files open, but max-connections and max-transfers together need "
              + needed
              + "; raise the limit (ulimit -n, LimitNOFILE=), or lower them");
    }
    return warnings;
  }

  /** As many as nobody needs, where it cannot be known. */
  private static long maxOpenFiles() {
    try {
      Matcher matcher = OPEN_FILES.matcher(Files.readString(LIMITS));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
