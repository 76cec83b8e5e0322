package io.ft.client;

import java.util.Objects;

/**
 * What to fetch, and where to put it.
 *
 * @param source the file on the server
 * @param target where its bytes go
 * @param dialect how to ask for it; inside of TLS the framed one
 * @param options how to carry it out
 */
public record DownloadRequest(
    RemoteFile source, Target target, Dialect dialect, DownloadOptions options) {

  public DownloadRequest {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(options, "options");
    if (dialect == Dialect.CLASSIC && source.secure()) {
      throw new IllegalArgumentException("the classic dialect has no TLS");
    }
  }

  /** A download with the default options. */
  public DownloadRequest(RemoteFile source, Target target, Dialect dialect) {
    this(source, target, dialect, DownloadOptions.DEFAULT);
  }

  /** A download in the framed dialect with the default options. */
  public DownloadRequest(RemoteFile source, Target target) {
    this(source, target, Dialect.FRAMED);
  }

  /** This request with other options. */
  public DownloadRequest with(DownloadOptions options) {
    return new DownloadRequest(source, target, dialect, options);
  }
}
