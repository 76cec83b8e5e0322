package io.ft.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients that have connections, each by the address that stands for it, see {@link
 * AddressGroup}. Thread-safe.
 */
final class Addresses {

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

  /** One more connection of {@code address}; null if it has all that it may have. */
  synchronized @Nullable Client enter(InetAddress address) {
    Client client = clients.get(address);
    if (client == null) {
      client = new Client(address);
      clients.put(address, client);
    }
    if (client.connections >= maxConnectionsPerAddress) {
      return null;
    }
    client.connections++;
    return client;
  }

  /** How many clients there are. */
  synchronized int count() {
    return clients.size();
  }
}
