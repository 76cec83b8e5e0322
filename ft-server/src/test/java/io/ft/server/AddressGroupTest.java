package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has one IPv6 address has 2^64 of them, and counts once. */
class AddressGroupTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.255, 192.0.2.255",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::",
    "2001:db8:1:3::1, 2001:db8:1:3::",
    "fe80::1, fe80::1",
    "fe80::1:2, fe80::1:2",
    "::1, ::",
  })
  void addressStandsForItsNetwork(String address, String expected) throws UnknownHostException {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(address), 1234);

    assertThat(AddressGroup.of(remote)).isEqualTo(InetAddress.getByName(expected));
  }
}
