package io.ft.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The clients that have connections, each by the address that stands for it, see {@link
 * AddressGroup}. Thread-safe.
 */
final class Addresses {

  /** How many connections of one address beyond its limit may be told to come back at a time. */
  static final int MAX_SURPLUS = 16;

  // Guarded by this.
  private final Map<InetAddress, Client> clients = new HashMap<>();
  private int maxConnectionsPerAddress;
  private long bytesPerSecondPerAddress;

  /** What all connections of one client share. */
  final class Client {

    private final InetAddress address;
    private final TokenBucket rate;
    private int connections;

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

    /** One of its connections is gone. */
    void leave() {
      synchronized (Addresses.this) {
        connections--;
        if (connections == 0) {
          clients.remove(address);
        }
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
    clients.values().forEach(client -> client.rate.change(bytesPerSecondPerAddress));
  }

  /**
   * What came of {@link #enter}.
   *
   * @param client has to {@link Client#leave}, unless it was refused
   */
  record Admission(Client client, ConnectionSlots.Entry entry) {}

  /** One more connection of {@code address}. */
  synchronized Admission enter(InetAddress address) {
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

  /** How many clients there are. */
  synchronized int count() {
    return clients.size();
  }
}
