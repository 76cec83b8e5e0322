package io.ft.client;

/** Why a download did not succeed. */
public enum TransferError {
  /** The server has no such file. */
  NOT_FOUND(false),
  /** The source is no longer the one that the download began with. */
  SOURCE_CHANGED(true),
  /** The server is busy and asks to come back later. */
  SERVER_BUSY(true),
  /** The server could not serve the file, or refused to. */
  SERVER_FAILED(false),
  /** The connection ended before the file did. */
  ENDED_EARLY(true),
  /** The server was silent, or made no progress, for too long. */
  TIMED_OUT(true),
  /** A block does not match its checksum. */
  CHECKSUM_MISMATCH(true),
  /** The peer does not speak the protocol. */
  PROTOCOL(false),
  /** The host's name has no address. */
  HOST_NOT_RESOLVED(true),
  /** No connection could be made. */
  CANNOT_CONNECT(true),
  /** The target cannot be written. */
  CANNOT_WRITE(false),
  /** The caller cancelled it. */
  CANCELLED(false),
  /** A defect of this library. */
  INTERNAL(false);

  private final boolean retryable;

  TransferError(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same download can succeed when it is started again. */
  public boolean retryable() {
    return retryable;
  }
}
