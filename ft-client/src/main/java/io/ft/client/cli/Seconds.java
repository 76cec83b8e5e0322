package io.ft.client.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a positive number of seconds, with a fraction or without, as milliseconds. */
final class Seconds implements ITypeConverter<Long> {

  // No BigDecimal: to load it takes longer than all the rest of a command line.
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,9}))?");
  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  @Override
  public Long convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (matcher.matches()) {
      String fraction = matcher.group(2) == null ? "" : matcher.group(2);
      long nanos =
          Long.parseLong(matcher.group(1)) * NANOS_A_SECOND
              + Long.parseLong(fraction + "0".repeat(9 - fraction.length()));
      // Rounded up: a time that is not zero stays so.
      long millis = (nanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI;
      if (millis > 0 && millis <= Integer.MAX_VALUE) {
        return millis;
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is not a number of seconds (expected: above 0, at most 2147483)");
  }
}
