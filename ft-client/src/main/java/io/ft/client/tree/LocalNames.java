package io.ft.client.tree;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's own policy for names that a server chose: whether a file can be here under its path
 * on the server, and apart from all others of the same tree. What the file system can hold apart is
 * found out from itself.
 */
public final class LocalNames {

  /** What a download in progress adds to the name of its target. */
  private static final String[] UNFINISHED = {".part", ".part.state", ".part.state.new"};

  private final boolean portable;
  private final Folding folding;

  /** Paths by what the file system makes of them; only what it may take for another is in it. */
  private final Map<String, String> taken = new HashMap<>();

  private LocalNames(boolean portable, Folding folding) {
    this.portable = portable;
    this.folding = folding;
  }

  /**
   * The names that can be in {@code folder} and below it.
   *
   * @param portable whether only names are wanted that any system could hold, and hold apart
   * @throws IOException if nothing can be written there
   */
  public static LocalNames in(Path folder, boolean portable) throws IOException {
    boolean everywhere = portable || File.separatorChar == '\\';
    return new LocalNames(everywhere, everywhere ? Folding.ALL : Folding.of(folder));
  }

  /**
   * Why {@code path} cannot be the path of a file or folder here, on its own.
   *
   * @return null if it can
   */
  public @Nullable String violation(String path) {
    for (String part : path.split("/", -1)) {
      String violation = NameRules.violation(part);
      if (violation == null && portable) {
        violation = NameRules.portabilityViolation(part);
      }
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  /**
   * Takes {@code path} for a file or a folder. Those that are taken first keep their names.
   *
   * @return why it cannot be here beside those that were taken before; null if it can
   */
  public @Nullable String take(String path) {
    if (!folding.foldsAnything()) {
      return null;
    }
    // A folder that is taken for another would get the files of both.
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String clash = takeOne(path.substring(0, slash));
      if (clash != null) {
        return clash;
      }
    }
    return takeOne(path);
  }

  private @Nullable String takeOne(String path) {
    String other = taken.putIfAbsent(folding.fold(path), path);
    return other == null || other.equals(path) ? null : "cannot be told apart from " + other;
  }

  /**
   * The file whose unfinished download would have the name of {@code path}.
   *
   * @return null if {@code path} is no such name
   */
  static @Nullable String finished(String path) {
    for (String ending : UNFINISHED) {
      if (path.endsWith(ending)) {
        return path.substring(0, path.length() - ending.length());
      }
    }
    return null;
  }
}
