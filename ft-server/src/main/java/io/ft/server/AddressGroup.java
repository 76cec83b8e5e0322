package io.ft.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses are one client, as far as limits go. */
final class AddressGroup {

  /** Who has one IPv6 address has all of its network. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private AddressGroup() {}

  /**
   * The address that stands for all that are one client with {@code remote}: an IPv4 address
   * itself, an IPv6 address with the last 64 bits zero. A link-local IPv6 address is itself: all
   * machines of a network would be one otherwise.
   */
  static InetAddress of(SocketAddress remote) {
    InetAddress address = ((InetSocketAddress) remote).getAddress();
    if (!(address instanceof Inet6Address) || address.isLinkLocalAddress()) {
      return address;
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, IPV6_NETWORK_BYTES, network.length, (byte) 0);
    try {
      return InetAddress.getByAddress(network);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as long as an address is", e);
    }
  }
}
