package io.ft.examples.numbers;

import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server offers under {@code numbers/N}: the numbers from 0 to N - 1, each on a line of
 * eight bytes.
 *
 * @param count N
 */
record NumberList(int count) {

  /** Nothing but its name decides what is in a list, so this says when the rule was made. */
  static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");

  private static final Pattern PATH = Pattern.compile("numbers/(0|[1-9]\\d{0,6})");
  private static final int LINE_BYTES = 8;

  /** The list that {@code path} names, if it names one. */
  static Optional<NumberList> named(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        ? Optional.of(new NumberList(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  long sizeBytes() {
    return (long) count * LINE_BYTES;
  }

  /** Equal tags mean equal bytes: the count is all that there is to it. */
  Tag tag() {
    return new Tag(HexFormat.of().toHexDigits(count));
  }

  /** Appends the bytes from {@code offset} on, {@code length} of them, to {@code out}. */
  void write(ByteBuf out, long offset, int length) {
    long line = offset / LINE_BYTES;
    int from = (int) (offset % LINE_BYTES);
    for (int left = length; left > 0; line++, from = 0) {
      byte[] text = "%07d\n".formatted(line).getBytes(StandardCharsets.US_ASCII);
      int bytes = Math.min(left, LINE_BYTES - from);
      out.writeBytes(text, from, bytes);
      left -= bytes;
    }
  }
}
