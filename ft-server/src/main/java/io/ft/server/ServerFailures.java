package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.Printable;
import io.ft.codec.ProtocolException;
import io.ft.server.store.ChangedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says what a client is told of a cause. What it must not learn, such as paths
 * of the server, goes to the log alone.
 */
final class ServerFailures {

  private static final Logger LOG = LoggerFactory.getLogger(ServerFailures.class);

  private ServerFailures() {}

  /** What a client is told. */
  record Answer(ErrorCode code, String text) {}

  /** Whether this process, or the system, has no handle left: that passes. */
  static boolean isOutOfHandles(Throwable cause) {
    return cause instanceof FileSystemException failed
        && String.valueOf(failed.getReason()).startsWith("Too many open files");
  }

  static Answer to(Throwable cause) {
    if (cause instanceof ProtocolException broken) {
      return new Answer(broken.code(), String.valueOf(broken.getMessage()));
    }
    if (cause instanceof ChangedException) {
      return new Answer(ErrorCode.CHANGED, String.valueOf(cause.getMessage()));
    }
    if (cause instanceof IOException) {
      LOG.warn("cannot read a file: {}", Printable.escape(cause.toString()));
      return new Answer(ErrorCode.READ_ERROR, "the server cannot read the file");
    }
    if (cause instanceof RejectedExecutionException) {
      return new Answer(ErrorCode.GOING_AWAY, "the server is about to stop");
    }
    LOG.error("a defect", cause);
    return new Answer(ErrorCode.INTERNAL, "the server failed");
  }
}
