package io.ft.server;

import java.util.function.IntSupplier;

/**
 * How fast a connection may be written to: what all connections of its client have together, and
 * what all of the server have.
 */
final class Pace {

  /** Those that share a rate have all had their turn after this part of a second. */
  private static final int ROUNDS_A_SECOND = 32;

  private static final long MIN_SLICE_BYTES = 1024;
  private static final long MAX_SLICE_BYTES = 64 * 1024;

  private final Share ofClient;
  private final Share ofServer;

  /**
   * A rate, and those that share it.
   *
   * @param connections how many there are now
   */
  record Share(TokenBucket rate, IntSupplier connections) {

    private long sliceBytes() {
      return rate.isUnlimited()
          ? MAX_SLICE_BYTES
          : rate.bytesPerSecond() / ROUNDS_A_SECOND / Math.max(1, connections.getAsInt());
    }
  }

  Pace(Share ofClient, Share ofServer) {
    this.ofClient = ofClient;
    this.ofServer = ofServer;
  }

  TokenBucket ofClient() {
    return ofClient.rate();
  }

  TokenBucket ofServer() {
    return ofServer.rate();
  }

  boolean isUnlimited() {
    return ofClient().isUnlimited() && ofServer().isUnlimited();
  }

  /**
   * How much to write in one piece, in bytes: the more share a rate, the less, or a greeting would
   * wait behind a slice of each.
   */
  int sliceBytes() {
    long bytes = Math.min(ofClient.sliceBytes(), ofServer.sliceBytes());
    return (int) Math.max(MIN_SLICE_BYTES, bytes);
  }
}
