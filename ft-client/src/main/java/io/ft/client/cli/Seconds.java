package io.ft.client.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a positive number of seconds, with a fraction or without, as milliseconds. */
final class Seconds implements ITypeConverter<Long> {

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
  private static final BigDecimal MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  @Override
  public Long convert(String value) {
    if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      BigDecimal millis = new BigDecimal(value).multiply(MILLIS).setScale(0, RoundingMode.UP);
      if (millis.signum() > 0 && millis.compareTo(MAX) <= 0) {
        return millis.longValueExact();
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is not a number of seconds (expected: above 0, at most 2147483)");
  }
}
