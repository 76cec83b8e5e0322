package io.ft.client;

import java.util.Objects;

/**
 * What to fetch, and where to put it.
 *
 * @param source the file on the server
 * @param target where its bytes go
 * @param dialect how to ask for it
 */
public record DownloadRequest(RemoteFile source, Target target, Dialect dialect) {

  public DownloadRequest {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(dialect, "dialect");
  }

  /** A download in the framed dialect. */
  public DownloadRequest(RemoteFile source, Target target) {
    this(source, target, Dialect.FRAMED);
  }
}
