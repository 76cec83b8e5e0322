package io.ft.server.admin;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * What an operator sees of a server by HTTP, at an address of its own: {@code /metrics}, {@code
 * /healthz} and {@code /readyz}. It is there before the server listens, and until it has stopped.
 *
 * <p>Thread-safe.
 */
public final class Admin implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ServerMetrics metrics = new ServerMetrics(registry);
  private final Counter reloads = reloads("accepted");
  private final Counter refusedReloads = reloads("refused");
  private final AdminServer http;
  private volatile Supplier<Readiness> readiness = () -> Readiness.STARTING;

  private Admin(InetSocketAddress address, String version) throws BindException {
    ServerGauges.ofProcess(registry, version);
    Gauge.builder("ft.ready", () -> readiness.get().ready() ? 1 : 0)
        .description("1 if new clients should come, as /readyz says")
        .register(registry);
    http = AdminServer.start(address, new AdminPages(registry::scrape, () -> readiness.get()));
  }

  /**
   * Begins to answer, as a server that starts.
   *
   * @param version of the program
   * @throws BindException if the address is in use or not ours
   */
  public static Admin start(InetSocketAddress address, String version) throws BindException {
    return new Admin(address, version);
  }

  private Counter reloads(String result) {
    return Counter.builder("ft.reloads")
        .description("Attempts to take other settings while the server runs")
        .tag("result", result)
        .register(registry);
  }

  /** Where it answers, with the port that it really has. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** Counts what happens on a server. */
  public ServerEvents events() {
    return metrics;
  }

  /**
   * The server listens.
   *
   * @param config its settings at any time
   */
  public void ready(FileServer server, Supplier<ServerConfig> config) {
    ServerGauges.ofServer(registry, server, config);
    readiness = () -> Readiness.of(server.stats(), config.get());
  }

  /** The server is about to end. */
  public void stopping() {
    readiness = () -> Readiness.STOPPING;
  }

  /** The server was told other settings, and took them or not. */
  public void reloaded(boolean accepted) {
    (accepted ? reloads : refusedReloads).increment();
  }

  /** Answers no more. */
  @Override
  public void close() {
    http.close();
    registry.close();
  }
}
