package io.ft.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a client connects between.
 *
 * @param family which of a server's addresses are tried
 * @param local the address to connect from, which has to be one of this machine's; null for the one
 *     that the system chooses. Only a server's addresses of the same family are tried then
 */
public record Addresses(Family family, @Nullable InetAddress local) {

  /** Any of a server's, from whatever the system chooses. */
  public static final Addresses ANY = new Addresses(Family.ANY, null);

  /** A kind of addresses. */
  public enum Family {
    ANY("address"),
    IPV4("IPv4 address"),
    IPV6("IPv6 address");

    private final String description;

    Family(String description) {
      this.description = description;
    }

    private boolean has(InetAddress address) {
      return this == ANY || this == of(address);
    }

    private static Family of(InetAddress address) {
      return address instanceof Inet4Address ? IPV4 : IPV6;
    }
  }

  public Addresses {
    Objects.requireNonNull(family, "family");
    if (local != null && !family.has(local)) {
      throw new IllegalArgumentException(
          local.getHostAddress() + " is no " + family.description + ", and only such are wanted");
    }
  }

  /** Those of a server's addresses that are to be tried, in their order. */
  List<InetAddress> usable(InetAddress[] addresses) {
    return Arrays.stream(addresses).filter(wanted()::has).toList();
  }

  /** What a server has none of if none of its addresses is usable, for people. */
  String description() {
    return wanted().description;
  }

  private Family wanted() {
    return local == null ? family : Family.of(local);
  }
}
