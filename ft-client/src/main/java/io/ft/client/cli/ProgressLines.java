package io.ft.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The lines that show how far downloads are, made for the width of a terminal: what matters least
 * is left out first, and no line is ever wrapped.
 */
final class ProgressLines {

  /**
   * One download.
   *
   * @param name for a person, escaped
   * @param hereBytes how much of it is here
   * @param sizeBytes its length
   * @param bytesPerSecond over the last seconds
   */
  record File(String name, long hereBytes, long sizeBytes, double bytesPerSecond) {}

  /**
   * All of the call.
   *
   * @param endedFiles the files that are done with
   * @param files those that are planned
   * @param hereBytes how much is here
   * @param sizeBytes how long all are together; {@link Report#UNKNOWN_SIZE} if that is not known
   * @param bytesPerSecond over the last seconds
   */
  record Total(
      long endedFiles, long files, long hereBytes, long sizeBytes, double bytesPerSecond) {}

  private record Row(
      String label, String shortLabel, long hereBytes, long sizeBytes, double bytesPerSecond) {
    String label(int columns) {
      return TextWidth.of(label) <= columns ? label : TextWidth.shorten(shortLabel, columns);
    }
  }

  /** A column of numbers, aligned to the right. */
  private record Field(int width, Function<Row, String> text) {}

  private static final Field PERCENT = new Field(4, ProgressLines::percent);
  private static final Field HERE = new Field(10, row -> Units.bytes(row.hereBytes));
  private static final Field HERE_OF_SIZE = new Field(21, ProgressLines::hereOfSize);
  private static final Field RATE = new Field(12, row -> Units.rate(row.bytesPerSecond));
  private static final Field TIME_LEFT = new Field(8, ProgressLines::timeLeft);

  /** From the one that says most to the one that fits anywhere. */
  private static final List<List<Field>> LAYOUTS =
      List.of(
          List.of(PERCENT, HERE_OF_SIZE, RATE, TIME_LEFT),
          List.of(PERCENT, HERE, RATE, TIME_LEFT),
          List.of(PERCENT, RATE, TIME_LEFT),
          List.of(PERCENT, RATE),
          List.of(PERCENT, TIME_LEFT),
          List.of(PERCENT));

  private static final String GAP = "  ";

  /** With less room for a name among others, numbers are left out. */
  private static final int MIN_NAME_COLUMNS = 16;

  /** What is alone, or stands for all, can be told with less. */
  private static final int MIN_LABEL_COLUMNS = 9;

  /** Numbers do not run away from the names on a wide terminal, nor move with each of them. */
  private static final int MAX_LABEL_COLUMNS = 40;

  private ProgressLines() {}

  /**
   * The lines: one for each file, and one for all if there is more than one.
   *
   * @param columns how wide the terminal is; the last column stays free
   */
  static List<String> of(List<File> files, Total total, int columns) {
    int usable = Math.max(0, columns - 1);
    boolean alone = total.files == 1 && files.size() == 1;
    List<String> lines = new ArrayList<>();
    for (File file : files) {
      Row row = new Row(file.name, file.name, file.hereBytes, file.sizeBytes, file.bytesPerSecond);
      lines.add(line(row, alone ? MIN_LABEL_COLUMNS : MIN_NAME_COLUMNS, usable));
    }
    if (!alone) {
      lines.add(line(totalRow(total), MIN_LABEL_COLUMNS, usable));
    }
    return lines;
  }

  /** All that is known of {@code total}, however long that is. */
  static String of(Total total) {
    StringBuilder line = new StringBuilder();
    Row row = totalRow(total);
    for (Field field : LAYOUTS.get(0)) {
      String text = field.text.apply(row);
      line.append(text).append(text.isEmpty() ? "" : GAP);
    }
    return line.append(row.label).toString();
  }

  private static Row totalRow(Total total) {
    String label =
        total.endedFiles + " of " + total.files + (total.files == 1 ? " file" : " files");
    String shortLabel = total.endedFiles + "/" + total.files;
    return new Row(label, shortLabel, total.hereBytes, total.sizeBytes, total.bytesPerSecond);
  }

  private static List<Field> layout(int usable, int minLabelColumns) {
    for (List<Field> layout : LAYOUTS) {
      if (usable - width(layout) >= minLabelColumns) {
        return layout;
      }
    }
    return LAYOUTS.get(LAYOUTS.size() - 1);
  }

  private static int width(List<Field> layout) {
    return layout.stream().mapToInt(field -> GAP.length() + field.width).sum();
  }

  private static String line(Row row, int minLabelColumns, int usable) {
    List<Field> layout = layout(usable, minLabelColumns);
    int labelColumns = Math.min(MAX_LABEL_COLUMNS, usable - width(layout));
    StringBuilder line = new StringBuilder(TextWidth.pad(row.label(labelColumns), labelColumns));
    for (Field field : layout) {
      String text = field.text.apply(row);
      line.append(GAP).append(" ".repeat(Math.max(0, field.width - text.length()))).append(text);
    }
    return TextWidth.shorten(line.toString().stripTrailing(), usable);
  }

  private static String percent(Row row) {
    if (row.sizeBytes == Report.UNKNOWN_SIZE) {
      return "";
    }
    return (row.sizeBytes == 0 ? 100 : (long) (100.0 * row.hereBytes / row.sizeBytes)) + "%";
  }

  private static String hereOfSize(Row row) {
    String here = Units.bytes(row.hereBytes);
    return row.sizeBytes == Report.UNKNOWN_SIZE ? here : here + '/' + Units.bytes(row.sizeBytes);
  }

  private static String timeLeft(Row row) {
    long missingBytes = row.sizeBytes - row.hereBytes;
    if (row.sizeBytes == Report.UNKNOWN_SIZE || missingBytes <= 0 || row.bytesPerSecond < 1) {
      return "";
    }
    return Units.clock(missingBytes / row.bytesPerSecond);
  }
}
