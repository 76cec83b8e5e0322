package io.ft.server.admin;

import io.ft.server.ServerConfig;
import io.ft.server.ServerStats;

/**
 * Whether new clients should come to a server.
 *
 * @param ready whether they should
 * @param reason why not, in a few words; "ready" if they should
 */
public record Readiness(boolean ready, String reason) {

  /** It does not listen yet. */
  public static final Readiness STARTING = new Readiness(false, "starting");

  /** It is about to end. */
  public static final Readiness STOPPING = new Readiness(false, "stopping");

  private static final Readiness READY = new Readiness(true, "ready");

  /** Of a server that listens, and that has no room for another client if it is full. */
  public static Readiness of(ServerStats stats, ServerConfig config) {
    if (stats.connections() >= config.connections().max()) {
      return new Readiness(false, "all connections are taken");
    }
    boolean allRun = stats.runningExchanges() >= config.exchanges().max();
    return allRun && stats.waitingExchanges() >= config.exchanges().maxWaiting()
        ? new Readiness(false, "all transfers are taken")
        : READY;
  }
}
