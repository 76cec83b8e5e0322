package io.ft.codec;

import java.util.Set;

/**
 * The first message of each side: which versions and features it understands and what it takes at
 * once.
 *
 * <p>The version spoken is the highest that both name. What is announced here binds the other side
 * only: a peer may tighten what it is offered and never widen it.
 *
 * @param minVersion the lowest version that the sender speaks, at least 1
 * @param maxVersion the highest version that the sender speaks, at most 255
 * @param features what the sender understands beyond the base
 * @param maxExchanges how many exchanges the sender lets run at once on this connection
 * @param maxBlockBytes the largest block that the sender accepts, in bytes
 * @param token the client's access token, empty for none; never shown by {@link #toString}
 * @param agent the sender's program and version, for logs
 */
public record Hello(
    int minVersion,
    int maxVersion,
    Set<Feature> features,
    int maxExchanges,
    int maxBlockBytes,
    String token,
    String agent)
    implements Message {

  /** The version that this library speaks. */
  public static final int VERSION = 1;

  public Hello {
    Checks.inRange("minVersion", minVersion, 1, 255);
    Checks.inRange("maxVersion", maxVersion, minVersion, 255);
    Checks.inRange("maxExchanges", maxExchanges, 1, Integer.MAX_VALUE);
    Checks.inRange("maxBlockBytes", maxBlockBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    features = Set.copyOf(features);
  }

  /** A greeting in {@link #VERSION}, without a token. */
  public Hello(Set<Feature> features, int maxExchanges, int maxBlockBytes, String agent) {
    this(VERSION, VERSION, features, maxExchanges, maxBlockBytes, "", agent);
  }

  /** Whether the sender speaks {@link #VERSION}. */
  public boolean speaksOurVersion() {
    return minVersion <= VERSION && VERSION <= maxVersion;
  }

  @Override
  public int id() {
    return CONNECTION;
  }

  @Override
  public MessageType type() {
    return MessageType.HELLO;
  }

  @Override
  public String toString() {
    return "Hello[versions="
        + minVersion
        + ".."
        + maxVersion
        + ", features="
        + features
        + ", maxExchanges="
        + maxExchanges
        + ", maxBlockBytes="
        + maxBlockBytes
        + ", token="
        + (token.isEmpty() ? "none" : "hidden")
        + ", agent="
        + Printable.escape(agent)
        + "]";
  }
}
