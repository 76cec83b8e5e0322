package io.ft.client;

import io.ft.codec.Failure;
import io.ft.codec.ProtocolException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The one place that says which error a cause is. */
final class TransferFailures {

  private TransferFailures() {}

  /** A connection could not be made. */
  static TransferException ofConnect(RemoteFile server, Throwable cause) {
    String where = server.host() + ":" + server.port();
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return new TransferException(
          TransferError.HOST_NOT_RESOLVED, "no address for host " + server.host(), cause);
    }
    if (cause instanceof ConnectTimeoutException) {
      return new TransferException(
          TransferError.TIMED_OUT, "connecting to " + where + " timed out", cause);
    }
    // Netty puts the address into the message; what the system said is the cause's own.
    Throwable own = cause.getCause() == null ? cause : cause.getCause();
    return new TransferException(
        TransferError.CANNOT_CONNECT,
        "cannot connect to " + where + ": " + own.getMessage(),
        cause);
  }

  /** A connection broke, or the peer broke a rule. */
  static TransferException ofConnection(Throwable cause) {
    if (cause instanceof ProtocolException) {
      return new TransferException(
          TransferError.PROTOCOL, String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof IOException) {
      return new TransferException(
          TransferError.ENDED_EARLY, "the connection broke: " + cause.getMessage(), cause);
    }
    return new TransferException(TransferError.INTERNAL, "internal error: " + cause, cause);
  }

  /** The target could not be written. */
  static TransferException ofTarget(IOException cause) {
    String message;
    if (cause instanceof NoSuchFileException missing) {
      message = "no such folder for " + missing.getFile();
    } else if (cause instanceof AccessDeniedException denied) {
      message = "permission denied: " + denied.getFile();
    } else if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      message = failed.getFile() + ": " + failed.getReason();
    } else {
      message = String.valueOf(cause.getMessage());
    }
    return new TransferException(TransferError.CANNOT_WRITE, "cannot write: " + message, cause);
  }

  /** The server said what went wrong. */
  static TransferException ofServer(Failure failure) {
    TransferError error =
        switch (failure.code()) {
          case CHANGED -> TransferError.SOURCE_CHANGED;
          case TIMEOUT -> TransferError.TIMED_OUT;
          case GOING_AWAY -> TransferError.ENDED_EARLY;
          case CHECKSUM, MALFORMED, UNSUPPORTED_VERSION -> TransferError.PROTOCOL;
          case UNKNOWN,
              UNSUPPORTED,
              LIMIT_EXCEEDED,
              READ_ERROR,
              BAD_RANGE,
              CANCELLED,
              UNAUTHORIZED,
              INTERNAL ->
              TransferError.SERVER_FAILED;
        };
    String text = failure.text().isEmpty() ? failure.code().toString() : failure.text();
    return new TransferException(error, "the server says: " + text);
  }
}
