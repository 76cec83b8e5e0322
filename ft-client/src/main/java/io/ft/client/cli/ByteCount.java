package io.ft.client.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes; K, M and G behind it stand for 2^10, 2^20 and 2^30. */
final class ByteCount implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([KMGkmg]?)");
  private static final String UNITS = "KMG";
  private static final int BITS_A_UNIT = 10;

  @Override
  public Long convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a number of bytes (expected: such as 500, 64K or 10M)");
    }
    int units = UNITS.indexOf(Character.toUpperCase((matcher.group(2) + " ").charAt(0))) + 1;
    return Long.parseLong(matcher.group(1)) << (units * BITS_A_UNIT);
  }
}
