package io.ft.server;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The clients that have connections, each by the address that stands for it, see {@link
 * AddressGroup}. Thread-safe.
 */
final class Addresses {

  /** How many connections of one address beyond its limit may be told to come back at a time. */
  static final int MAX_SURPLUS = 16;

  // Guarded by this.
  private final Map<InetAddress, Client> clients = new HashMap<>();

  /**
   * Those that had no connection any more when they were put here. They are remembered until their
   * rate has no debt: to connect anew is no way to get more.
   */
  private final Queue<Client> gone = new ArrayDeque<>();

  private int maxConnectionsPerAddress;
  private long bytesPerSecondPerAddress;

  /** What all connections of one client share. */
  final class Client {

    private final InetAddress address;
    private final TokenBucket rate;
    // Changed under the lock of all.
    private volatile int connections;

    private Client(InetAddress address) {
      this.address = address;
      this.rate = new TokenBucket(bytesPerSecondPerAddress);
    }

    InetAddress address() {
      return address;
    }

    TokenBucket rate() {
      return rate;
    }

    /** How many it has. */
    int connections() {
      return connections;
    }

    /** One of its connections is gone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void leave() {
      synchronized (Addresses.this) {
        connections--;
        if (connections == 0) {
          gone.add(this);
        }
        forgetGone();
      }
    }
  }

  Addresses(ConnectionLimits limits, RateLimits rates) {
    maxConnectionsPerAddress = limits.maxPerAddress();
    bytesPerSecondPerAddress = rates.bytesPerSecondPerAddress();
  }

  /** Other limits, also for the clients that are there. */
  synchronized void change(ConnectionLimits limits, RateLimits rates) {
    maxConnectionsPerAddress = limits.maxPerAddress();
    bytesPerSecondPerAddress = rates.bytesPerSecondPerAddress();
    long nowNanos = System.nanoTime();
    clients.values().forEach(client -> client.rate.change(bytesPerSecondPerAddress, nowNanos));
  }

  /**
   * What came of {@link #enter}.
   *
   * @param client has to {@link Client#leave}, unless it was refused
   */
  record Admission(Client client, ConnectionSlots.Entry entry) {}

  /** One more connection of {@code address}. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  synchronized Admission enter(InetAddress address) {
    forgetGone();
    Client client = clients.computeIfAbsent(address, Client::new);
    if (client.connections >= maxConnectionsPerAddress + MAX_SURPLUS) {
      return new Admission(client, ConnectionSlots.Entry.REFUSED);
    }
    client.connections++;
    return new Admission(
        client,
        client.connections <= maxConnectionsPerAddress
            ? ConnectionSlots.Entry.ADMITTED
            : ConnectionSlots.Entry.SURPLUS);
  }

  /** Whether the next connection of {@code address} will be refused. */
  synchronized boolean isExhausted(InetAddress address) {
    Client client = clients.get(address);
    return client != null && client.connections >= maxConnectionsPerAddress + MAX_SURPLUS;
  }

  private void forgetGone() {
    long nowNanos = System.nanoTime();
    for (Client first = gone.peek();
        first != null && (first.connections > 0 || first.rate.isSettled(nowNanos));
        first = gone.peek()) {
      gone.remove();
      if (first.connections == 0) {
        clients.remove(first.address, first);
      }
    }
  }

  /** How many clients there are. */
  synchronized int count() {
    forgetGone();
    return clients.size();
  }
}
