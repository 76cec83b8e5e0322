package io.ft.server;

import io.ft.server.ServerEvents.Refusal;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log that connections are not served: at once, and then one line for all within some
 * seconds. Who floods a server must not flood its log. Thread-safe.
 */
final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  // Guarded by this.
  private long untold;
  private long toldNanos;
  private boolean toldBefore;

  /** One more. */
  synchronized void refused(InetSocketAddress remote, Refusal reason, long nowNanos) {
    untold++;
    if (!toldBefore || nowNanos - toldNanos >= INTERVAL_NANOS) {
      LOG.warn(
          "connections not served: {} since the last such line, the latest from {}: {}",
          untold,
          remote.getAddress().getHostAddress(),
          switch (reason) {
            case CONNECTIONS -> "too many connections";
            case CONNECTIONS_OF_ADDRESS -> "too many connections of this address";
            case ADDRESS -> "the address is not allowed";
          });
      untold = 0;
      toldBefore = true;
      toldNanos = nowNanos;
    }
  }
}
