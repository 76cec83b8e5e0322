package io.ft.server;

/**
 * How much is sent in a second, whatever it is; {@link #UNLIMITED} for any.
 *
 * @param bytesPerSecond on all connections together
 * @param bytesPerSecondPerAddress on all connections of one IPv4 address, or of one IPv6 network of
 *     64 bits, together
 */
public record RateLimits(long bytesPerSecond, long bytesPerSecondPerAddress) {

  /** As much as there is. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** No limit. */
  public static final RateLimits NONE = new RateLimits(UNLIMITED, UNLIMITED);

  /** With less, not even the signs of life of a few clients would come in time. */
  private static final long MIN_BYTES_PER_SECOND = 1_024;

  public RateLimits {
    Checks.inRange("bytesPerSecond", bytesPerSecond, MIN_BYTES_PER_SECOND, UNLIMITED);
    Checks.inRange(
        "bytesPerSecondPerAddress", bytesPerSecondPerAddress, MIN_BYTES_PER_SECOND, UNLIMITED);
  }
}
