package io.ft.client;

/**
 * A download that was started. When {@link #completion} says that it did not succeed, the target is
 * as it was before.
 */
public final class Download extends Pending<DownloadResult> {

  Download() {}
}
