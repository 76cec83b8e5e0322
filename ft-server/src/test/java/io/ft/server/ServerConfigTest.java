package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.codec.Limits;
import io.ft.server.security.ServerSecurity;
import io.ft.server.store.StoreOptions;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

  private static final ServerConfig CONFIG = TestServer.config(Path.of("."));

  @ParameterizedTest
  @ValueSource(ints = {Limits.MIN_BLOCK_BYTES, 1024 * 1024, Limits.MAX_BLOCK_BYTES})
  void blockSizeOfTheProtocolIsTaken(int bytes) {
    assertThatCode(() -> CONFIG.change().blockSizeBytes(bytes).build()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Limits.MIN_BLOCK_BYTES - 1, Limits.MAX_BLOCK_BYTES + 1})
  void otherBlockSizeIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.change().blockSizeBytes(bytes).build())
        .withMessageContaining("blockSizeBytes: " + bytes + " (expected: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 64 * 1024 - 1})
  void cacheThatIsTooSmallToBeOneIsRefused(long bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreOptions.DEFAULT.withDigestCacheBytes(bytes))
        .withMessageContaining("digestCacheBytes: " + bytes + " (expected: at least 65536)");
  }

  static Stream<Arguments> wrongLimits() {
    return Stream.of(
        limit("maxConnections: 0 (expected: 1 to ", () -> new ConnectionLimits(0, 1)),
        limit("maxConnectionsPerAddress: 0 (expected: 1 to 5)", () -> new ConnectionLimits(5, 0)),
        limit("maxConnectionsPerAddress: 6 (expected: 1 to 5)", () -> new ConnectionLimits(5, 6)),
        limit("maxExchanges: 0 (expected: 1 to ", () -> new ExchangeLimits(0, 1, 8, 0, 1)),
        limit(
            "maxExchangesPerAddress: 3 (expected: 1 to 2)",
            () -> new ExchangeLimits(2, 3, 8, 0, 1)),
        limit(
            "maxExchangesPerConnection: 7 (expected: 8 to ",
            () -> new ExchangeLimits(9, 9, 7, 0, 1)),
        limit("maxWaitingExchanges: -1 (expected: 0 to ", () -> new ExchangeLimits(9, 9, 8, -1, 1)),
        limit("maxWaitMillis: 0 (expected: 1 to ", () -> new ExchangeLimits(9, 9, 8, 0, 0)),
        limit("bytesPerSecond: 0 (expected: 1024 to ", () -> new RateLimits(0, 2_000)),
        limit("bytesPerSecondPerAddress: 0 (expected: 1024 to ", () -> new RateLimits(2_000, 0)),
        limit("handshakeTimeoutMillis: 0 (expected: 1 to ", () -> new ServerTimeouts(0, 1, 1, 1)),
        limit("idleTimeoutMillis: 0 (expected: 1 to ", () -> new ServerTimeouts(1, 0, 1, 1)),
        limit("progressTimeoutMillis: 0 (expected: 1 to ", () -> new ServerTimeouts(1, 1, 0, 1)),
        limit("minBytesPerSecond: -1 (expected: 0 to ", () -> new ServerTimeouts(1, 1, 1, -1)),
        limit("eventLoopThreads: 0 (expected: 1 to ", () -> new ServerThreads(0, 1, 1, 1)),
        limit("workerThreads: 0 (expected: 1 to ", () -> new ServerThreads(1, 0, 1, 1)),
        limit("digestWorkers: 5 (expected: 1 to 4)", () -> new ServerThreads(1, 4, 5, 1)),
        limit("listingWorkers: 0 (expected: 1 to 4)", () -> new ServerThreads(1, 4, 1, 0)));
  }

  private static Arguments limit(String message, Supplier<Object> wrong) {
    return Arguments.of(message, wrong);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongLimits")
  void limitThatCannotBeKeptIsRefused(String message, Supplier<Object> wrong) {
    assertThatIllegalArgumentException().isThrownBy(wrong::get).withMessageContaining(message);
  }

  @Test
  void oneSettingChangesNoOther() {
    ServerConfig changed =
        CONFIG
            .change()
            .blockSizeBytes(8192)
            .classicEnabled(false)
            .files(StoreOptions.DEFAULT.withHiddenFiles(true))
            .contentBytes(5)
            .tlsBytes(200_000)
            .connections(new ConnectionLimits(7, 6))
            .exchanges(new ExchangeLimits(5, 4, 8, 3, 2))
            .rates(new RateLimits(5_000, 4_000))
            .timeouts(new ServerTimeouts(1, 2, 3, 4))
            .threads(new ServerThreads(1, 2, 1, 2))
            .security(ServerSecurity.NONE.withPlainAllowed(true))
            .build();

    assertThat(changed)
        .isEqualTo(
            new ServerConfig(
                CONFIG.shares(),
                StoreOptions.DEFAULT.withHiddenFiles(true),
                CONFIG.address(),
                false,
                CONFIG.classicTiming(),
                8192,
                5,
                200_000,
                new ConnectionLimits(7, 6),
                new ExchangeLimits(5, 4, 8, 3, 2),
                new RateLimits(5_000, 4_000),
                new ServerTimeouts(1, 2, 3, 4),
                new ServerThreads(1, 2, 1, 2),
                ServerSecurity.NONE.withPlainAllowed(true)));
    assertThat(CONFIG.change().build()).isEqualTo(CONFIG);
  }
}
