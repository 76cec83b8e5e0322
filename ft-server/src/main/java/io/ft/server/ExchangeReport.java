package io.ft.server;

import io.ft.codec.ErrorCode;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended.
 *
 * @param remote the client
 * @param identity the name of its token, or else of its certificate's subject, unescaped; null if
 *     it has neither
 * @param dialect the wire format
 * @param tls whether the connection was encrypted
 * @param kind what was asked for
 * @param path the name as the client sent it, unescaped; empty for a listing of the root
 * @param outcome what became of it
 * @param code what the client was told; null unless the outcome is {@link Outcome#FAILED}
 * @param offset where the client wanted to begin, in bytes from the start of the file: what is
 *     before it, it has already
 * @param bytesSent the bytes of file data that the connection took
 * @param entriesSent the entries of a listing that the connection took
 * @param durationNanos the time from the request to the end, in nanoseconds
 * @param detail why it did not succeed, for the operator; empty if it did
 */
public record ExchangeReport(
    SocketAddress remote,
    @Nullable String identity,
    Dialect dialect,
    boolean tls,
    Kind kind,
    String path,
    Outcome outcome,
    @Nullable ErrorCode code,
    long offset,
    long bytesSent,
    long entriesSent,
    long durationNanos,
    String detail) {

  /** What a client can ask for. */
  public enum Kind {
    FILE,
    LISTING
  }

  /** What can become of an exchange. */
  public enum Outcome {
    /** All that was asked for has been handed to the network. */
    SENT,
    /** The client was told that there is no such file or folder. */
    NOT_FOUND,
    /** The client was told what went wrong. */
    FAILED,
    /** The client was told to come back later. */
    BUSY,
    /** The connection ended before the exchange did. */
    ABORTED
  }
}
