package io.ft.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A download did not succeed; the target is as it was before. */
public final class TransferException extends IOException {

  private static final long serialVersionUID = 1L;

  private final TransferError error;
  private final long receivedBytes;
  private final long verifiedBytes;

  TransferException(TransferError error, String message) {
    this(error, message, null, 0, 0);
  }

  TransferException(TransferError error, String message, Throwable cause) {
    this(error, message, cause, 0, 0);
  }

  private TransferException(
      TransferError error,
      @Nullable String message,
      @Nullable Throwable cause,
      long receivedBytes,
      long verifiedBytes) {
    super(message, cause);
    this.error = error;
    this.receivedBytes = receivedBytes;
    this.verifiedBytes = verifiedBytes;
  }

  /** The same failure, with how far the download had come. */
  TransferException after(long receivedBytes, long verifiedBytes) {
    return new TransferException(error, getMessage(), getCause(), receivedBytes, verifiedBytes);
  }

  /** What went wrong. */
  public TransferError error() {
    return error;
  }

  /** Whether the same download can succeed when it is started again. */
  public boolean retryable() {
    return error.retryable();
  }

  /** The bytes of file data that had arrived. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** The bytes of file data that had arrived and matched their checksums. */
  public long verifiedBytes() {
    return verifiedBytes;
  }
}
