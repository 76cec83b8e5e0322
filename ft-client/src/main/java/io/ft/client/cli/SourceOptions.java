package io.ft.client.cli;

import io.ft.client.tree.PathFilter;
import io.ft.client.tree.PathPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options that say what to fetch. */
final class SourceOptions {

  /** How many names may be listed, unless the user says otherwise. */
  private static final int MAX_ENTRIES = 1_000_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "URL",
      description =
          "ft://HOST[:PORT]/PATH, or fts:// for TLS. In the last parts of the path '*', '?', '[a-z]' and '{one,other}' "
              + "stand for what matches; '%%2A' is a '*' that does not.")
  private List<String> urls = List.of();

  @Option(
      names = {"-r", "--recursive"},
      description = "Fetch folders, with everything in them.")
  private boolean recursive;

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description =
          "Fetch what FILE lists, a line each; '-' is standard input. A line is a URL, or a path "
              + "below the one URL of the command line.")
  private @Nullable String filesFrom;

  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      converter = Pattern.class,
      description =
          "Of a tree, fetch only what matches. A pattern without '/' is for one part of a path, at "
              + "any depth; '**' goes on over '/'. Can be given several times.")
  private List<PathPattern> includes = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      converter = Pattern.class,
      description =
          "Of a tree, leave out what matches, also if it is included. 'tmp/' is for folders alone.")
  private List<PathPattern> excludes = List.of();

  @Option(
      names = {"-g", "--globoff"},
      description = "Take '*', '?', '[' and '{' in a URL for themselves.")
  private boolean globOff;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      description = "Give up when a server lists more than N names (default: " + MAX_ENTRIES + ").")
  private int maxEntries = MAX_ENTRIES;

  List<String> urls() {
    return urls;
  }

  boolean recursive() {
    return recursive;
  }

  /** The file with more names, {@code -} for standard input; null for none. */
  @Nullable String filesFrom() {
    return filesFrom;
  }

  boolean readsStandardInput() {
    return WantedList.STANDARD_INPUT.equals(filesFrom);
  }

  /** Whether not everything that is found is wanted. */
  boolean filters() {
    return !includes.isEmpty() || !excludes.isEmpty();
  }

  PathFilter filter() {
    return new PathFilter(includes, excludes);
  }

  boolean globs() {
    return !globOff;
  }

  int maxEntries() {
    return maxEntries;
  }

  /**
   * Checks what no option can say alone.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  void check() {
    if (urls.isEmpty() && filesFrom == null) {
      throw new IllegalArgumentException("nothing to fetch (expected: a URL, or --files-from)");
    }
    if (maxEntries < 1) {
      throw new IllegalArgumentException("--max-entries: " + maxEntries + " (expected: 1 or more)");
    }
  }

  /** A {@link PathPattern}. */
  static final class Pattern implements ITypeConverter<PathPattern> {
    @Override
    public PathPattern convert(String value) {
      try {
        return PathPattern.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
