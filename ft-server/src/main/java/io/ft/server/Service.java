package io.ft.server;

import io.ft.server.security.ServerSecurity;
import io.ft.server.store.FileStore;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a server share: its settings, its files, and what there is of everything
 * else. Thread-safe.
 */
final class Service {

  private final FileStore store;
  private final Workers workers;
  private final ServerEvents events;
  private final ConnectionSlots connectionSlots;
  private final Addresses addresses;
  private final TokenBucket rate;
  private final ExchangeSlots exchangeSlots;
  private final WorkerPlaces digestPlaces;
  private final WorkerPlaces listingPlaces;
  private final ContentBudget contentBudget;
  private final ChunkBudget chunkBudget;

  private final RefusalLog refusals = new RefusalLog();
  private volatile Settings settings;
  private volatile boolean draining;

  /**
   * For a server with these settings.
   *
   * @param store stays the caller's
   * @param workers stay the caller's
   */
  Service(Settings settings, FileStore store, Workers workers, ServerEvents events) {
    this.settings = settings;
    this.store = store;
    this.workers = workers;
    this.events = new GuardedEvents(events);
    ServerConfig config = settings.config();
    connectionSlots = new ConnectionSlots(config.connections().max());
    addresses = new Addresses(config.connections(), config.rates());
    rate = new TokenBucket(config.rates().bytesPerSecond());
    exchangeSlots = new ExchangeSlots(config.exchanges());
    digestPlaces = new WorkerPlaces(config.threads().digestWorkers());
    listingPlaces = new WorkerPlaces(config.threads().listingWorkers());
    contentBudget = new ContentBudget(config.contentBytes());
    chunkBudget = new ChunkBudget(config.tlsBytes());
  }

  /**
   * Other settings from now on. Limits and rates hold at once, also for what runs; all else for
   * connections that are made from now on. What cannot change while a server runs is left as it is.
   */
  void change(Settings changed) {
    settings = changed;
    ServerConfig next = changed.config();
    connectionSlots.change(next.connections().max());
    addresses.change(next.connections(), next.rates());
    rate.change(next.rates().bytesPerSecond(), System.nanoTime());
    exchangeSlots.change(next.exchanges());
    contentBudget.change(next.contentBytes());
    chunkBudget.change(next.tlsBytes());
  }

  /** The settings for a connection that is made now. */
  Settings settings() {
    return settings;
  }

  FileStore store() {
    return store;
  }

  Workers workers() {
    return workers;
  }

  ServerEvents events() {
    return events;
  }

  /**
   * Whether a connection that was just accepted is closed at once, and not even told to come back.
   * What comes from a proxy is judged when its client is known.
   */
  boolean turnsAway(@Nullable InetSocketAddress remote) {
    ServerSecurity security = settings.config().security();
    if (remote == null || security.isProxy(remote)) {
      return false;
    }
    ServerEvents.Refusal reason;
    if (!security.access().admits(remote)) {
      reason = ServerEvents.Refusal.ADDRESS;
    } else if (connectionSlots.isExhausted()) {
      reason = ServerEvents.Refusal.CONNECTIONS;
    } else if (addresses.isExhausted(AddressGroup.of(remote))) {
      reason = ServerEvents.Refusal.CONNECTIONS_OF_ADDRESS;
    } else {
      return false;
    }
    events.connectionOpened(remote);
    refused(remote, reason);
    events.connectionClosed(remote);
    return true;
  }

  /** A connection of {@code remote} is not served. */
  void refused(InetSocketAddress remote, ServerEvents.Refusal reason) {
    events.connectionRefused(remote, reason);
    refusals.refused(remote, reason, System.nanoTime());
  }

  ConnectionSlots connectionSlots() {
    return connectionSlots;
  }

  Addresses addresses() {
    return addresses;
  }

  /** Of all connections together. */
  TokenBucket rate() {
    return rate;
  }

  ExchangeSlots exchangeSlots() {
    return exchangeSlots;
  }

  /** For the workers that compute digests. */
  WorkerPlaces digestPlaces() {
    return digestPlaces;
  }

  /** For the workers that read folders. */
  WorkerPlaces listingPlaces() {
    return listingPlaces;
  }

  ContentBudget contentBudget() {
    return contentBudget;
  }

  /** For file data inside of TLS. */
  ChunkBudget chunkBudget() {
    return chunkBudget;
  }

  /** The server is about to stop: a connection that comes now is not served. */
  void beginDraining() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  ServerStats stats() {
    return new ServerStats(
        connectionSlots.taken(),
        addresses.count(),
        exchangeSlots.running(),
        exchangeSlots.waiting(),
        contentBudget.takenBytes());
  }
}
