package io.ft.client;

import java.util.Objects;

/**
 * How to carry out a download.
 *
 * @param resume whether to go on with what is there from an earlier time, and to leave alone what
 *     is complete; it never makes a file of two versions
 * @param replace whether a target that is there and differs is replaced; if not, the download fails
 *     with {@link TransferError#TARGET_EXISTS}
 * @param keepModified whether the target gets the time at which the source was last modified
 * @param durability what a power failure right after it may take away
 * @param retry what to do when an attempt fails
 * @param maxTimeMillis how long it may take with all its attempts, in milliseconds; {@link
 *     Long#MAX_VALUE} for as long as it goes on
 */
public record DownloadOptions(
    boolean resume,
    boolean replace,
    boolean keepModified,
    Durability durability,
    RetryPolicy retry,
    long maxTimeMillis) {

  /** One attempt that goes on with what is there, and leaves it to the system when to write. */
  public static final DownloadOptions DEFAULT =
      new DownloadOptions(true, true, false, Durability.NONE, RetryPolicy.NONE, Long.MAX_VALUE);

  public DownloadOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(retry, "retry");
    Checks.inRange("maxTimeMillis", maxTimeMillis, 1, Long.MAX_VALUE);
  }

  /** These options with {@code resume}. */
  public DownloadOptions withResume(boolean resume) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, maxTimeMillis);
  }

  /** These options with {@code replace}. */
  public DownloadOptions withReplace(boolean replace) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, maxTimeMillis);
  }

  /** These options with {@code keepModified}. */
  public DownloadOptions withKeepModified(boolean keepModified) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, maxTimeMillis);
  }

  /** These options with {@code durability}. */
  public DownloadOptions withDurability(Durability durability) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, maxTimeMillis);
  }

  /** These options with {@code retry}. */
  public DownloadOptions withRetry(RetryPolicy retry) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, maxTimeMillis);
  }

  /** These options with a time for the whole download, in milliseconds. */
  public DownloadOptions withMaxTimeMillis(long millis) {
    return new DownloadOptions(resume, replace, keepModified, durability, retry, millis);
  }
}
