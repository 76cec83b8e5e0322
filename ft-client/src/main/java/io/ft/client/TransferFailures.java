package io.ft.client;

import io.ft.client.Connector.NoUsableAddressException;
import io.ft.client.security.SecuritySetupException;
import io.ft.client.store.DiskDamageException;
import io.ft.client.store.InsufficientSpaceException;
import io.ft.client.store.SourceChangedException;
import io.ft.client.store.TargetBusyException;
import io.ft.client.store.TargetExistsException;
import io.ft.codec.Busy;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The one place that says which error a cause is. */
final class TransferFailures {

  private TransferFailures() {}

  /** A connection could not be made. */
  static TransferException ofConnect(Server server, Addresses addresses, Throwable cause) {
    String where = server.host() + ":" + server.port();
    if (cause instanceof NoUsableAddressException) {
      return new TransferException(
          TransferError.HOST_NOT_RESOLVED, String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return new TransferException(
          TransferError.HOST_NOT_RESOLVED, "no address for host " + server.host(), cause);
    }
    if (cause instanceof ConnectTimeoutException) {
      return new TransferException(
          TransferError.TIMED_OUT, "connecting to " + where + " timed out", cause);
    }
    if (cause instanceof SecuritySetupException setup) {
      TransferError error =
          switch (setup.kind()) {
            case AUTHORITIES -> TransferError.BAD_AUTHORITIES;
            case KNOWN_HOSTS -> TransferError.UNTRUSTED_SERVER;
            case IDENTITY -> TransferError.BAD_IDENTITY;
            case JAVA -> TransferError.TLS_FAILED;
          };
      return new TransferException(error, String.valueOf(cause.getMessage()), cause);
    }
    // Netty puts the address into the message; what the system said is the cause's own.
    Throwable own = cause.getCause() == null ? cause : cause.getCause();
    if (own instanceof BindException && addresses.local() != null) {
      String from = addresses.local().getHostAddress();
      return new TransferException(
          TransferError.CANNOT_BIND,
          "cannot connect from " + from + ": " + own.getMessage(),
          cause);
    }
    return new TransferException(
        TransferError.CANNOT_CONNECT,
        "cannot connect to " + where + ": " + own.getMessage(),
        cause);
  }

  /** A connection broke, or the peer broke a rule. */
  static TransferException ofConnection(Throwable cause) {
    if (cause instanceof TransferException known) {
      return known;
    }
    if (cause instanceof ProtocolException broken) {
      TransferError error =
          broken.code() == ErrorCode.CHECKSUM
              ? TransferError.CHECKSUM_MISMATCH
              : TransferError.PROTOCOL;
      return new TransferException(error, String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof IOException) {
      return new TransferException(
          TransferError.ENDED_EARLY, "the connection broke: " + cause.getMessage(), cause);
    }
    return ofDefect(cause);
  }

  /** Something that this library should never do. */
  static TransferException ofDefect(Throwable cause) {
    return new TransferException(TransferError.INTERNAL, "internal error: " + cause, cause);
  }

  /** The target could not be written. */
  static TransferException ofTarget(IOException cause) {
    if (cause instanceof SourceChangedException) {
      return new TransferException(
          TransferError.SOURCE_CHANGED, String.valueOf(cause.getMessage()), cause);
    }
    String reason = "cannot write: " + describe(cause);
    if (cause instanceof TargetBusyException) {
      return new TransferException(TransferError.TARGET_BUSY, reason, cause);
    }
    if (cause instanceof TargetExistsException) {
      return new TransferException(TransferError.TARGET_EXISTS, describe(cause), cause);
    }
    if (cause instanceof InsufficientSpaceException) {
      return new TransferException(TransferError.DISK_FULL, reason, cause);
    }
    if (cause instanceof DiskDamageException) {
      return TransferException.damaged(reason, Culprit.CLIENT, cause);
    }
    return new TransferException(TransferError.CANNOT_WRITE, reason, cause);
  }

  private static String describe(IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return "no such folder for " + missing.getFile();
    }
    if (cause instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    return String.valueOf(cause.getMessage());
  }

  /** The server asks to come back later. */
  static TransferException ofBusy(Busy busy) {
    String place = busy.place() == 0 ? "" : ", place " + busy.place() + " in its queue";
    return TransferException.retryAfter(
        TransferError.SERVER_BUSY,
        "the server is busy; it asks to wait " + busy.retryAfterMillis() + " ms" + place,
        busy.retryAfterMillis());
  }

  /** A block came damaged twice. */
  static TransferException ofDamage(long offset, Culprit culprit) {
    return TransferException.damaged(
        "the block at byte %d does not match its checksum, twice; to blame is %s"
            .formatted(offset, culprit.description()),
        culprit,
        null);
  }

  /** The server said what went wrong. */
  static TransferException ofServer(Failure failure) {
    TransferError error =
        switch (failure.code()) {
          case CHANGED -> TransferError.SOURCE_CHANGED;
          case TIMEOUT -> TransferError.TIMED_OUT;
          case GOING_AWAY -> TransferError.ENDED_EARLY;
          case CHECKSUM -> TransferError.CHECKSUM_MISMATCH;
          case READ_ERROR -> TransferError.SERVER_CANNOT_READ;
          case MALFORMED, UNSUPPORTED_VERSION -> TransferError.PROTOCOL;
          case UNSUPPORTED -> TransferError.UNSUPPORTED;
          case UNAUTHORIZED -> TransferError.UNAUTHORIZED;
          case UNKNOWN, LIMIT_EXCEEDED, BAD_RANGE, CANCELLED, INTERNAL ->
              TransferError.SERVER_FAILED;
        };
    String text = failure.text().isEmpty() ? failure.code().toString() : failure.text();
    String what =
        error == TransferError.UNSUPPORTED && failure.id() != Message.CONNECTION
            ? "the server does not offer this; it says: "
            : "the server says: ";
    return failure.code() == ErrorCode.GOING_AWAY
        ? TransferException.goingAway(what + text, 0)
        : new TransferException(error, what + text);
  }
}
