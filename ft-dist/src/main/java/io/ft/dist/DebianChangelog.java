package io.ft.dist;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The newest part of the change log, in the form that Debian's tools read. */
final class DebianChangelog {

  private static final int MAX_COLUMNS = 80;
  private static final DateTimeFormatter MIDNIGHT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy '00:00:00 +0000'", Locale.ROOT);

  private DebianChangelog() {}

  /**
   * The entry of one version.
   *
   * @param changes the change log, newest version first, an item beginning with "- "
   */
  static String of(String changes, String version, LocalDate date, String maintainer) {
    // Before the first heading of a version, that version, and older ones.
    String newest = changes.split("(?m)^## ", -1)[1];
    List<String> items = List.of(newest.split("(?m)^- ", -1));
    StringBuilder entry = new StringBuilder();
    entry.append("ft (").append(version.replace('-', '~')).append(") unstable; urgency=medium\n");
    items.stream().skip(1).forEach(item -> entry.append('\n').append(wrap(item)));
    entry.append("\n\n -- ").append(maintainer).append("  ").append(MIDNIGHT.format(date));
    return entry.append('\n').toString();
  }

  private static String wrap(String item) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder("  *");
    for (String word : item.strip().split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > MAX_COLUMNS) {
        lines.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    return lines.append(line).toString();
  }
}
