package io.ft.codec.classic;

/**
 * The times that stand in for framing in the classic dialect.
 *
 * @param settleMillis a name or a size is complete when nothing more came for this long, in
 *     milliseconds
 * @param answerGapMillis how long the server waits between {@code EXISTS} and the size, in
 *     milliseconds, so that a peer whose only framing is its {@code recv} sees them apart. Both are
 *     at least 1; anything else is an {@link IllegalArgumentException}
 */
public record ClassicTiming(long settleMillis, long answerGapMillis) {

  /** Long enough for a client on a busy machine ({@code docs/protocol.md}, "Timing"). */
  public static final ClassicTiming DEFAULT = new ClassicTiming(20, 500);

  public ClassicTiming {
    if (settleMillis < 1 || answerGapMillis < 1) {
      throw new IllegalArgumentException(
          "settleMillis: %d, answerGapMillis: %d (expected: at least 1)"
              .formatted(settleMillis, answerGapMillis));
    }
  }
}
