package io.ft.client;

import java.util.Objects;

/**
 * What to list, and how hard to try.
 *
 * @param folder the folder on the server
 * @param recursive whether the folders below it are listed as well
 * @param retry what to do when an attempt fails
 * @param maxTimeMillis how long it may take with all its attempts, in milliseconds; {@link
 *     Long#MAX_VALUE} for as long as it goes on
 */
public record ListingRequest(
    RemoteFolder folder, boolean recursive, RetryPolicy retry, long maxTimeMillis) {

  public ListingRequest {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(retry, "retry");
    Checks.inRange("maxTimeMillis", maxTimeMillis, 1, Long.MAX_VALUE);
  }

  /** One attempt that may take any time. */
  public ListingRequest(RemoteFolder folder, boolean recursive) {
    this(folder, recursive, RetryPolicy.NONE, Long.MAX_VALUE);
  }
}
