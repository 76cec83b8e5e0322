package io.ft.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A range of addresses: it has its own address in it, and one that is no address is refused. */
class AddressRangeFuzz {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "192.0.2.0/24",
            "2001:db8::/32",
            "::ffff:192.0.2.1",
            "0.0.0.0/0",
            "[::1]",
            "a/8",
            "1.2.3.4/33")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    String text = new String(data, UTF_8);
    AddressRange range;
    try {
      range = AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("expected");
      return;
    }
    InetAddress address = AddressRange.address(text.replaceFirst("/.*", ""));
    assertThat(address).isNotNull();
    assertThat(range.contains(new InetSocketAddress(address, 1))).isTrue();
    assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
  }
}
