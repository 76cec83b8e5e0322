package io.ft.client;

/** Why a download, or a question about files, did not succeed. */
public enum TransferError {
  /** The server has no such file. */
  NOT_FOUND(false),
  /** The source is no longer the one that the download began with. */
  SOURCE_CHANGED(true),
  /** The server is busy and asks to come back later. */
  SERVER_BUSY(true),
  /** The server refused to serve the file, or failed in a way that it cannot explain. */
  SERVER_FAILED(false),
  /** The server wants a token, or another one than it got. */
  UNAUTHORIZED(false),
  /** The server does not offer what was asked of it, such as listings. */
  UNSUPPORTED(false),
  /** The server could not read the file from its disk. */
  SERVER_CANNOT_READ(true),
  /** The connection ended before the file did. */
  ENDED_EARLY(true),
  /** The server did not answer in time, or the time for the whole download was over. */
  TIMED_OUT(true),
  /** The server answered and then sent too little for too long. */
  STALLED(true),
  /** Bytes do not match their checksum; {@link TransferException#culprit} says who is to blame. */
  CHECKSUM_MISMATCH(true),
  /** The peer does not speak the protocol. */
  PROTOCOL(false),
  /** The host's name has no address. */
  HOST_NOT_RESOLVED(true),
  /** No connection could be made. */
  CANNOT_CONNECT(true),
  /**
   * The TLS handshake failed: the server speaks no TLS, or demands a certificate of the client. If
   * the connection broke in it, the {@link TransferException} says that it can pass.
   */
  TLS_FAILED(false),
  /**
   * The server's certificate is not trusted, or is one for another name, or the known hosts cannot
   * be used.
   */
  UNTRUSTED_SERVER(false),
  /** The server does not have the key that is pinned, or that it had before. */
  PIN_MISMATCH(false),
  /** The file with the certificates of trusted authorities cannot be used. */
  BAD_AUTHORITIES(false),
  /** The certificate of the client, or its key, cannot be used. */
  BAD_IDENTITY(false),
  /** The local address cannot be used: it is none of this machine's. */
  CANNOT_BIND(false),
  /** The target cannot be written. */
  CANNOT_WRITE(false),
  /** The target's file system is full. */
  DISK_FULL(false),
  /** Another download, here or in another process, writes to the same target. */
  TARGET_BUSY(true),
  /** The caller cancelled it. */
  CANCELLED(false),
  /** The target is there already, and must not be replaced. */
  TARGET_EXISTS(false),
  /** A defect of this library. */
  INTERNAL(false);

  private final boolean retryable;

  TransferError(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same download can succeed when it is started again and nobody changes anything. */
  public boolean retryable() {
    return retryable;
  }
}
