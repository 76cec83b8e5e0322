package io.ft.server;

/** How fast a connection may be written to: what its client has left, and what the server has. */
final class Pace {

  /** A connection takes this part of a second's bytes at a time, so that others get their turn. */
  private static final int SLICES_A_SECOND = 32;

  private static final int MIN_SLICE_BYTES = 512;
  private static final int MAX_SLICE_BYTES = 64 * 1024;

  private final TokenBucket ofClient;
  private final TokenBucket ofServer;

  Pace(TokenBucket ofClient, TokenBucket ofServer) {
    this.ofClient = ofClient;
    this.ofServer = ofServer;
  }

  boolean isUnlimited() {
    return ofClient.isUnlimited() && ofServer.isUnlimited();
  }

  /** Takes {@code bytes}, see {@link TokenBucket#take}. */
  long take(long bytes, long nowNanos) {
    return Math.max(ofClient.take(bytes, nowNanos), ofServer.take(bytes, nowNanos));
  }

  /** How much should be written in one piece, in bytes. */
  int sliceBytes() {
    if (isUnlimited()) {
      return Integer.MAX_VALUE;
    }
    long slowest = Math.min(ofClient.bytesPerSecond(), ofServer.bytesPerSecond());
    return (int) Math.max(MIN_SLICE_BYTES, Math.min(MAX_SLICE_BYTES, slowest / SLICES_A_SECOND));
  }
}
