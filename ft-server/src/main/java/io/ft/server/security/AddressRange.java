package io.ft.server.security;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A range of IPv4 or IPv6 addresses. An IPv4 address that is written as an IPv6 one ({@code
 * ::ffff:192.0.2.1}) is an IPv4 address.
 */
public final class AddressRange {

  private static final int MAX_PREFIX_DIGITS = 3;

  private final String text;
  private final IpSubnetFilterRule rule;

  private AddressRange(String text, IpSubnetFilterRule rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; an address alone is itself. Host names are
   * not looked up.
   *
   * @throws IllegalArgumentException if {@code text} is none of them
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw wrong(text, "an IP address, or a range such as 192.0.2.0/24");
    }
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw wrong(text, "0 to " + bits + " behind the '/'");
    }
    return new AddressRange(text, new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("address range: " + text + " (expected: " + expected + ")");
  }

  private static int prefix(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_PREFIX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(digits) : -1;
  }

  /** What {@code text} spells out; null if it is no address. Asks nobody. */
  public static @Nullable InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as long as an address is", e);
    }
  }

  /** Whether {@code address} lies in it; false if the address is not known. */
  public boolean contains(InetSocketAddress address) {
    return rule.matches(address);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressRange range && range.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
