package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.client.testing.Configs;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Settings that cannot work are refused when they are made. */
class ClientConfigTest {

  @Test
  void timesMustBePositive() {
    assertRefused("connectTimeoutMillis: 0", () -> Configs.connectTimeoutMillis(0));
    assertRefused("connectTimeoutMillis: -1", () -> Configs.connectTimeoutMillis(-1));
    assertRefused("handshakeTimeoutMillis: 0", () -> Configs.handshakeTimeoutMillis(0));
    assertRefused("requestTimeoutMillis: 0", () -> Configs.stallTimeoutMillis(0));
    assertRefused(
        "stallTimeoutMillis: 0",
        () -> ClientConfig.DEFAULT.toBuilder().stallTimeoutMillis(0).build());
    assertRefused(
        "minBytesPerSecond: -1",
        () -> ClientConfig.DEFAULT.toBuilder().minBytesPerSecond(-1).build());
    assertRefused("idleTimeoutMillis: 0", () -> Configs.idleTimeoutMillis(0));
    assertRefused("requestTimeoutMillis: 2147483648", () -> Configs.stallTimeoutMillis(1L << 31));
  }

  @Test
  void limitsMustBeThoseOfTheProtocol() {
    assertRefused("maxExchanges: 0", () -> Configs.maxExchanges(0));
    assertRefused("maxExchanges: 65537", () -> Configs.maxExchanges(65_537));
    assertRefused("maxBlockBytes: 4095", () -> Configs.maxBlockBytes(4095));
    assertRefused("maxBlockBytes: 8388609", () -> Configs.maxBlockBytes(8_388_609));
    assertRefused("maxBufferedBytes: 0", () -> Configs.maxBufferedBytes(0));
  }

  @Test
  void greatestAndLeastValuesAreAccepted() {
    assertThat(Configs.maxBlockBytes(4096).maxBlockBytes()).isEqualTo(4096);
    assertThat(Configs.maxBlockBytes(8_388_608).maxBlockBytes()).isEqualTo(8_388_608);
    assertThat(Configs.maxExchanges(1).maxExchanges()).isEqualTo(1);
    assertThat(Configs.maxBufferedBytes(1).maxBufferedBytes()).isEqualTo(1);
    assertThat(Configs.stallTimeoutMillis(1).stallTimeoutMillis()).isEqualTo(1);
  }

  private static void assertRefused(String problem, ThrowingCallable config) {
    assertThatIllegalArgumentException()
        .isThrownBy(config)
        .withMessageStartingWith(problem)
        .withMessageContaining("expected: ");
  }
}
