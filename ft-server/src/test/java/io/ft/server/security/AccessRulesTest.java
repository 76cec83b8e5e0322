package io.ft.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // allowed                   | denied           | client            | admitted
        "                            |                  | 192.0.2.1         | true",
        "                            |                  | 2001:db8::1       | true",
        "192.0.2.0/24                |                  | 192.0.2.255       | true",
        "192.0.2.0/24                |                  | 192.0.3.0         | false",
        "192.0.2.0/24                |                  | 2001:db8::1       | false",
        "192.0.2.0/24                |                  | ::ffff:192.0.2.1  | true",
        "::ffff:192.0.2.1            |                  | 192.0.2.1         | true",
        "192.0.2.7                   |                  | 192.0.2.7         | true",
        "192.0.2.7                   |                  | 192.0.2.8         | false",
        "192.0.2.7/32                |                  | 192.0.2.6         | false",
        "0.0.0.0/0                   |                  | 203.0.113.9       | true",
        "0.0.0.0/0                   |                  | 2001:db8::1       | false",
        "::/0                        |                  | 2001:db8::1       | true",
        "::/0                        |                  | 192.0.2.1         | false",
        "2001:db8::/32               |                  | 2001:db8:ff::1    | true",
        "2001:db8::/32               |                  | 2001:db9::1       | false",
        "2001:db8::1                 |                  | 2001:db8::1       | true",
        "2001:db8::1/128             |                  | 2001:db8::2       | false",
        "192.0.2.9/24                |                  | 192.0.2.1         | true",
        "192.0.2.0/24, 198.51.100.0/24 |                | 198.51.100.1      | true",
        "                            | 192.0.2.0/24     | 192.0.2.1         | false",
        "                            | 192.0.2.0/24     | 192.0.3.1         | true",
        "                            | 192.0.2.0/24     | 2001:db8::1       | true",
        "                            | 192.0.2.0/24     | ::ffff:192.0.2.1  | false",
        "192.0.2.0/24                | 192.0.2.1        | 192.0.2.1         | false",
        "192.0.2.1                   | 192.0.2.0/24     | 192.0.2.1         | false",
        "192.0.2.0/24                | 192.0.2.1        | 192.0.2.2         | true",
        "192.0.2.0/24                | 198.51.100.0/24  | 203.0.113.1       | false",
      })
  void rulesDecide(
      @Nullable String allowed, @Nullable String denied, String client, boolean admitted) {
    AccessRules rules = new AccessRules(ranges(allowed), ranges(denied));
    InetSocketAddress address =
        new InetSocketAddress(Objects.requireNonNull(AddressRange.address(client)), 1);
    assertThat(rules.admits(address)).isEqualTo(admitted);
  }

  @Test
  void addressThatCannotBeToldIsNotAdmitted() {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 1);
    for (AccessRules rules :
        List.of(
            new AccessRules(ranges("0.0.0.0/0, ::/0"), List.of()),
            new AccessRules(List.of(), ranges("192.0.2.1")))) {
      assertThat(rules.admits(null)).isFalse();
      assertThat(rules.admits(unresolved)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost       | expected: an IP address",
        "''              | expected: an IP address",
        "192.0.2         | expected: an IP address",
        "192.0.2.1.1     | expected: an IP address",
        "192.0.2.256     | expected: an IP address",
        "/24             | expected: an IP address",
        "192.0.2.0/      | expected: 0 to 32",
        "192.0.2.0/33    | expected: 0 to 32",
        "192.0.2.0/-1    | expected: 0 to 32",
        "192.0.2.0/a     | expected: 0 to 32",
        "192.0.2.0/1/2   | expected: 0 to 32",
        "192.0.2.0/٣     | expected: 0 to 32",
        "2001:db8::/129  | expected: 0 to 128",
        "2001:db8::/9999 | expected: 0 to 128",
      })
  void rangeThatIsNoneIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.parse(text))
        .withMessageContaining("address range: " + text)
        .withMessageContaining(message);
  }

  private static List<AddressRange> ranges(@Nullable String texts) {
    return texts == null
        ? List.of()
        : Arrays.stream(texts.split(", *")).map(AddressRange::parse).toList();
  }
}
