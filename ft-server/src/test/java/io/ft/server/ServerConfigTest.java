package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.codec.Limits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

  private static final ServerConfig CONFIG = TestServer.config(Path.of("."));

  @ParameterizedTest
  @ValueSource(ints = {Limits.MIN_BLOCK_BYTES, 1024 * 1024, Limits.MAX_BLOCK_BYTES})
  void blockSizeOfTheProtocolIsTaken(int bytes) {
    assertThatCode(() -> CONFIG.withBlockSizeBytes(bytes)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Limits.MIN_BLOCK_BYTES - 1, Limits.MAX_BLOCK_BYTES + 1})
  void otherBlockSizeIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withBlockSizeBytes(bytes))
        .withMessageContaining("blockSizeBytes: " + bytes + " (expected: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void noTimeoutMeansForever(long millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withTimeoutsMillis(millis, 1))
        .withMessageContaining("handshakeTimeoutMillis: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withTimeoutsMillis(1, millis))
        .withMessageContaining("idleTimeoutMillis: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0})
  void serverThatServesNobodyIsRefused(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withMaxExchanges(count))
        .withMessageContaining("maxExchanges: " + count + " (expected: 1 to ");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 64 * 1024 - 1})
  void cacheThatIsTooSmallToBeOneIsRefused(long bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withDigestCacheBytes(bytes))
        .withMessageContaining("digestCacheBytes: " + bytes + " (expected: 65536 to ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5})
  void digestsNeedAWorkerAndHaveNoMoreThanThereAre(int workers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withWorkers(4, workers))
        .withMessageContaining("digestWorkers: " + workers + " (expected: 1 to 4)");
  }

  @Test
  void oneSettingChangesNoOther() {
    ServerConfig changed =
        CONFIG
            .withBlockSizeBytes(8192)
            .withClassicEnabled(false)
            .withTimeoutsMillis(1, 2)
            .withMaxExchanges(3)
            .withDigestCacheBytes(100_000)
            .withWorkers(5, 4);

    assertThat(changed.blockSizeBytes()).isEqualTo(8192);
    assertThat(changed.classicEnabled()).isFalse();
    assertThat(changed.handshakeTimeoutMillis()).isEqualTo(1);
    assertThat(changed.idleTimeoutMillis()).isEqualTo(2);
    assertThat(changed.maxExchanges()).isEqualTo(3);
    assertThat(changed.digestCacheBytes()).isEqualTo(100_000);
    assertThat(changed.workerThreads()).isEqualTo(5);
    assertThat(changed.digestWorkers()).isEqualTo(4);
    assertThat(
            changed
                .withBlockSizeBytes(CONFIG.blockSizeBytes())
                .withClassicEnabled(CONFIG.classicEnabled())
                .withTimeoutsMillis(CONFIG.handshakeTimeoutMillis(), CONFIG.idleTimeoutMillis())
                .withMaxExchanges(CONFIG.maxExchanges())
                .withDigestCacheBytes(CONFIG.digestCacheBytes())
                .withWorkers(CONFIG.workerThreads(), CONFIG.digestWorkers()))
        .isEqualTo(CONFIG);
  }
}
