package io.ft.server.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a setting are, wherever they are written: reads them from text, and says what
 * it expected of one that is none.
 *
 * @param <T> the type of a value
 */
final class Kind<T> {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})([KMGkmg]?)");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,3}))?");
  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):([0-9]{1,5})");
  private static final String UNITS = "KMG";
  private static final int BITS_A_UNIT = 10;
  private static final int MAX_PORT = 65_535;

  private final String label;
  private final String expected;
  private final Function<String, @Nullable T> reader;

  private Kind(String label, String expected, Function<String, @Nullable T> reader) {
    this.label = label;
    this.expected = expected;
    this.reader = reader;
  }

  /** What stands for a value in a usage text; empty if an option of this kind takes none. */
  String label() {
    return label;
  }

  /** What a value has to be, for a user. */
  String expected() {
    return expected;
  }

  /** Whether an option of this kind is a switch. */
  boolean isFlag() {
    return label.isEmpty();
  }

  /** The value that {@code text} says. */
  T read(String text) throws WrongValueException {
    T value = reader.apply(text);
    if (value == null) {
      throw new WrongValueException(text, expected);
    }
    return value;
  }

  /** Another kind, with what it makes of a text; null from {@code reader} for what is none. */
  static <T> Kind<T> of(String label, String expected, Function<String, @Nullable T> reader) {
    return new Kind<>(label, expected, reader);
  }

  static Kind<Boolean> flag() {
    return of(
        "",
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> null;
            });
  }

  static Kind<Integer> number(int min, int max) {
    return of(
        "N",
        "a number from " + min + " to " + max,
        text -> {
          if (!NUMBER.matcher(text).matches()) {
            return null;
          }
          long value = Long.parseLong(text);
          return value < min || value > max ? null : (int) value;
        });
  }

  /** A number of bytes, in units of 2^10 and so on; or 0, if {@code zero} has a meaning. */
  static Kind<Long> bytes(long min, long max, boolean zero) {
    String range = "a number of bytes such as 500, 64K or 10M, " + inUnits(min) + " to ";
    return of(
        "BYTES",
        range + inUnits(max) + (zero && min > 0 ? ", or 0" : ""),
        text -> {
          Matcher matcher = BYTES.matcher(text);
          if (!matcher.matches()) {
            return null;
          }
          int units = UNITS.indexOf(Character.toUpperCase((matcher.group(2) + " ").charAt(0))) + 1;
          long count = Long.parseLong(matcher.group(1));
          int bits = units * BITS_A_UNIT;
          if (count > max >> bits) {
            return null;
          }
          long bytes = count << bits;
          return bytes >= min || (zero && bytes == 0) ? Long.valueOf(bytes) : null;
        });
  }

  private static String inUnits(long bytes) {
    int units = 0;
    while (units < UNITS.length() && bytes != 0 && bytes % (1 << BITS_A_UNIT) == 0) {
      bytes >>= BITS_A_UNIT;
      units++;
    }
    return bytes + (units == 0 ? "" : UNITS.substring(units - 1, units));
  }

  /** A number of seconds, as milliseconds. */
  static Kind<Long> seconds(long minMillis, long maxMillis) {
    return of(
        "SECONDS",
        "a number of seconds from " + inSeconds(minMillis) + " to " + inSeconds(maxMillis),
        text -> {
          Matcher matcher = SECONDS.matcher(text);
          if (!matcher.matches()) {
            return null;
          }
          String fraction = matcher.group(2) == null ? "" : matcher.group(2);
          long millis =
              Long.parseLong(matcher.group(1)) * 1_000
                  + Long.parseLong(fraction + "0".repeat(3 - fraction.length()));
          return millis < minMillis || millis > maxMillis ? null : Long.valueOf(millis);
        });
  }

  private static String inSeconds(long millis) {
    return millis % 1_000 == 0 ? "" + millis / 1_000 : String.valueOf(millis / 1_000.0);
  }

  /** One of the constants of {@code type}, in lower case. */
  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    Map<String, E> choices =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), each -> each));
    String expected =
        Arrays.stream(type.getEnumConstants())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "))
            .replaceFirst(", ([^,]*)$", " or $1");
    return of("HOW", expected, choices::get);
  }

  /** Any text that is not empty. */
  static Kind<String> text(String label, String expected) {
    return of(label, expected, text -> text.isBlank() ? null : text);
  }

  /** The name of a file or a folder, which may not be there. */
  static Kind<Path> path(String label) {
    String expected = label.equals("DIR") ? "the name of a folder" : "the name of a file";
    return of(label, expected, Kind::pathOf);
  }

  /** Null for what is none. */
  static @Nullable Path anyPathOf(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Null for what is none; an empty name would be that of the current folder. */
  static @Nullable Path pathOf(String text) {
    return text.isEmpty() ? null : anyPathOf(text);
  }

  /** An address of this machine, or the name of one. */
  static Kind<InetAddress> address() {
    return of("ADDR", "an IP address, or a name that has one", Kind::addressOf);
  }

  private static @Nullable InetAddress addressOf(String text) {
    try {
      return text.isEmpty() ? null : InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** An address with its port, or {@code off}; an IPv6 address stands in brackets. */
  static Kind<Optional<InetSocketAddress>> hostAndPort() {
    return of(
        "HOST:PORT",
        "an address and a port, such as 127.0.0.1:9465 or [::1]:9465, or off",
        text -> {
          if (text.equals("off")) {
            return Optional.empty();
          }
          Matcher matcher = HOST_AND_PORT.matcher(text);
          if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            return null;
          }
          InetAddress host = addressOf(matcher.group(1));
          return host == null
              ? null
              : Optional.of(new InetSocketAddress(host, Integer.parseInt(matcher.group(2))));
        });
  }
}
