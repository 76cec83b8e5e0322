package io.ft.client;

import org.jspecify.annotations.Nullable;

/**
 * Watches one download. Its methods are called in this order: {@link #started} at most once, {@link
 * #progressed} any number of times, {@link #ended} exactly once.
 *
 * <p>They are called on the client's writer thread, one at a time: they should be fast. One that
 * throws is logged and harms no download.
 */
public interface TransferListener {

  /** Hears nothing. */
  TransferListener NONE = new TransferListener() {};

  /**
   * The server has the file.
   *
   * @param sizeBytes its length
   */
  default void started(long sizeBytes) {}

  /**
   * Bytes arrived, or were verified. Both counts only grow.
   *
   * @param receivedBytes the bytes of file data that have arrived
   * @param verifiedBytes those among them that match their checksums; stays 0 in the classic
   *     dialect
   */
  default void progressed(long receivedBytes, long verifiedBytes) {}

  /**
   * It is over.
   *
   * @param failure why it did not succeed; null if it did
   */
  default void ended(@Nullable TransferException failure) {}
}
