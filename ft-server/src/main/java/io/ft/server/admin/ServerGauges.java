package io.ft.server.admin;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a server and its process hold at the moment at which somebody asks. */
final class ServerGauges {

  private ServerGauges() {}

  /** Those of the process, which are there as long as it is. */
  static void ofProcess(MeterRegistry registry, String version) {
    Gauge.builder("ft.info", () -> 1)
        .description("1, with the version and the Java that runs it")
        .tags(Tags.of("version", version, "java", Runtime.version().toString()))
        .register(registry);
    Gauge.builder("ft.buffers", () -> PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
        .description("Memory outside of the heap that the network's buffers have taken")
        .baseUnit("bytes")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * Those of a server that runs.
   *
   * @param config its settings at any time
   */
  static void ofServer(MeterRegistry registry, FileServer server, Supplier<ServerConfig> config) {
    ofStats(registry, server, "connections", "Connections that are open", s -> s.connections());
    ofStats(registry, server, "clients", "Addresses that have connections", s -> s.clients());
    ofStats(registry, server, "exchanges.running", "Exchanges that run", s -> s.runningExchanges());
    ofStats(
        registry,
        server,
        "exchanges.waiting",
        "Exchanges that wait in line",
        s -> s.waitingExchanges());
    ofStats(
        registry,
        server,
        "content.bytes",
        "Small files in memory, on their way to the network",
        s -> s.contentBytes());
    Gauge.builder("ft.pending.tasks", server, FileServer::pendingTasks)
        .description("Tasks that wait for the event loops")
        .register(registry);
    ofConfig(
        registry, config, "connections.max", "Limit of connections", c -> c.connections().max());
    ofConfig(
        registry,
        config,
        "exchanges.running.max",
        "Limit of exchanges that run",
        c -> c.exchanges().max());
    ofConfig(
        registry,
        config,
        "exchanges.waiting.max",
        "Limit of exchanges that wait in line",
        c -> c.exchanges().maxWaiting());
  }

  private static void ofStats(
      MeterRegistry registry,
      FileServer server,
      String name,
      String description,
      ToDoubleFunction<ServerStats> value) {
    Gauge.builder("ft." + name, server, each -> value.applyAsDouble(each.stats()))
        .description(description)
        .register(registry);
  }

  private static void ofConfig(
      MeterRegistry registry,
      Supplier<ServerConfig> config,
      String name,
      String description,
      ToDoubleFunction<ServerConfig> value) {
    Gauge.builder("ft." + name, () -> value.applyAsDouble(config.get()))
        .description(description)
        .register(registry);
  }
}
