package io.ft.client;

import org.jspecify.annotations.Nullable;

/**
 * Watches one download. {@link #started} is called when the server has answered, the others any
 * number of times after it or, for {@link #retrying}, before it, and {@link #ended} exactly once,
 * at the end.
 *
 * <p>They are called on the download's writer thread, one at a time: they should be fast. Another
 * download may have another writer thread ({@link ClientConfig#writerThreads}), so one listener of
 * several downloads may be called by several threads at once. One that throws is logged and harms
 * no download.
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
   * Some of the file is here from an earlier time, and is verified: only the rest will be fetched.
   *
   * @param resumedBytes how much; all of it if the target is complete
   */
  default void resumed(long resumedBytes) {}

  /**
   * What was here is of no use, so all of the file will be fetched.
   *
   * @param reason why, for people
   */
  default void startedAnew(String reason) {}

  /**
   * Bytes arrived, or were verified. Both counts only grow, except that {@link #startedAnew} takes
   * the verified ones away.
   *
   * @param receivedBytes the bytes of file data that have arrived in this download, those that came
   *     twice included
   * @param verifiedBytes the bytes of the file that are here and match their checksums, from
   *     earlier times included; stays 0 in the classic dialect
   */
  default void progressed(long receivedBytes, long verifiedBytes) {}

  /**
   * A block came damaged. It will be fetched again.
   *
   * @param offset where it begins, in bytes from the start of the file
   * @param lengthBytes its length
   */
  default void damaged(long offset, int lengthBytes) {}

  /**
   * An attempt failed; there will be another one.
   *
   * @param cause why it failed
   * @param attempt how many have failed in a row without having verified anything
   * @param pauseMillis when the next one begins, in milliseconds from now
   */
  default void retrying(TransferException cause, int attempt, long pauseMillis) {}

  /**
   * It is over.
   *
   * @param failure why it did not succeed; null if it did
   */
  default void ended(@Nullable TransferException failure) {}
}
