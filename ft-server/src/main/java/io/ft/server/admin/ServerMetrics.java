package io.ft.server.admin;

import io.ft.server.Dialect;
import io.ft.server.ExchangeReport;
import io.ft.server.ExchangeReport.Kind;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.ServerEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Counts what a server does. What a client chooses, such as a name or an address, is in no label:
 * there would be no end of them. Thread-safe.
 */
public final class ServerMetrics implements ServerEvents {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(100),
    Duration.ofSeconds(1_000)
  };

  private final Map<Kind, Map<Dialect, Map<Outcome, Counter>>> exchanges;
  private final Map<Kind, Timer> durations;
  private final Map<Dialect, Counter> sentBytes;
  private final Counter sentEntries;
  private final Counter openedConnections;
  private final Counter closedConnections;
  private final Counter failedConnections;
  private final Map<Refusal, Counter> refusedConnections;

  /** Counts into {@code registry}. All counters are there from the start, so that none appears. */
  public ServerMetrics(MeterRegistry registry) {
    exchanges =
        each(
            Kind.class,
            kind ->
                each(
                    Dialect.class,
                    dialect ->
                        each(
                            Outcome.class,
                            outcome -> exchanges(registry, kind, dialect, outcome))));
    durations =
        each(
            Kind.class,
            kind ->
                Timer.builder("ft.exchange")
                    .description("How long exchanges took, from the request to the end")
                    .tag("kind", name(kind))
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry));
    sentBytes =
        each(
            Dialect.class,
            dialect ->
                Counter.builder("ft.sent.bytes")
                    .description("Bytes of files that were sent")
                    .tag("dialect", name(dialect))
                    .register(registry));
    sentEntries = counter(registry, "ft.sent.entries", "Entries of listings that were sent");
    openedConnections =
        counter(registry, "ft.connections.opened", "Connections that were accepted");
    closedConnections =
        counter(registry, "ft.connections.closed", "Connections that were accepted and are gone");
    failedConnections =
        counter(
            registry,
            "ft.connections.failed",
            "Connections without an exchange that were closed because of their client");
    refusedConnections =
        each(
            Refusal.class,
            reason ->
                Counter.builder("ft.connections.refused")
                    .description("Connections that were accepted and not served")
                    .tag("reason", name(reason))
                    .register(registry));
  }

  private static Counter exchanges(
      MeterRegistry registry, Kind kind, Dialect dialect, Outcome outcome) {
    return Counter.builder("ft.exchanges")
        .description("Exchanges that ended")
        .tag("kind", name(kind))
        .tag("dialect", name(dialect))
        .tag("outcome", name(outcome))
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static <K extends Enum<K>, V> Map<K, V> each(Class<K> type, Function<K, V> value) {
    Map<K, V> all = new EnumMap<>(type);
    for (K constant : type.getEnumConstants()) {
      all.put(constant, value.apply(constant));
    }
    return all;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void connectionOpened(SocketAddress remote) {
    openedConnections.increment();
  }

  @Override
  public void connectionClosed(SocketAddress remote) {
    closedConnections.increment();
  }

  @Override
  public void connectionRefused(SocketAddress remote, Refusal reason) {
    of(refusedConnections, reason).increment();
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    failedConnections.increment();
  }

  @Override
  public void dataSent(Dialect dialect, long bytes) {
    of(sentBytes, dialect).increment((double) bytes);
  }

  @Override
  public void exchangeEnded(ExchangeReport report) {
    of(of(of(exchanges, report.kind()), report.dialect()), report.outcome()).increment();
    of(durations, report.kind()).record(report.durationNanos(), TimeUnit.NANOSECONDS);
    sentEntries.increment((double) report.entriesSent());
  }

  private static <K, V> V of(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalStateException("made for each: " + key);
    }
    return value;
  }
}
