package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much may come in a second. */
class RateLimitTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void withoutOneThereIsNoPause() {
    RateLimit none = new RateLimit(Long.MAX_VALUE);
    none.count(Integer.MAX_VALUE, 5);

    assertThat(none.pauseNanos(5)).isZero();
  }

  /** The clock may have any value. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3, -17})
  void pauseIsAsLongAsWhatCameIsWorth(long start) {
    RateLimit limit = new RateLimit(1000);
    limit.count(1100, start);
    assertThat(limit.pauseNanos(start)).isEqualTo(SECOND);
    assertThat(limit.pauseNanos(start + SECOND / 4)).isEqualTo(SECOND * 3 / 4);
    assertThat(limit.pauseNanos(start + SECOND)).isZero();

    limit.count(500, start + SECOND);
    assertThat(limit.pauseNanos(start + SECOND)).isEqualTo(SECOND / 2);
  }

  @Test
  void silenceIsNotSavedUp() {
    RateLimit limit = new RateLimit(1000);
    limit.count(1, 0);
    limit.count(100, 3600 * SECOND);
    assertThat(limit.pauseNanos(3600 * SECOND)).isZero();

    limit.count(1000, 3600 * SECOND);
    assertThat(limit.pauseNanos(3600 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void inTheLongRunTheRateIsKept() {
    RateLimit limit = new RateLimit(1_000_000);
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      limit.count(65_536, now);
      now += limit.pauseNanos(now);
    }
    long expected = 10_000 * 65_536L * 1000 - SECOND / 10;
    assertThat(now).isBetween(expected - SECOND, expected + SECOND);
  }

  /** What an unlimited client has long, a limited one has hardly begun. */
  @Test
  void limitedClientReadsHardlyAnything(@TempDir Path temp) throws Exception {
    try (ServedFolder served = ServedFolder.start(temp.resolve("served"));
        FileClient limited = FileClient.create(Configs.maxBytesPerSecond(1));
        FileClient unlimited = FileClient.create()) {
      RemoteFile source = served.file("source", 200_000);
      Download slow =
          limited.start(
              new DownloadRequest(source, Target.file(temp.resolve("slow"))),
              TransferListener.NONE);
      Downloads.success(
          unlimited.start(
              new DownloadRequest(source, Target.file(temp.resolve("fast"))),
              TransferListener.NONE));
      slow.cancel();

      assertThat(Downloads.failure(slow).receivedBytes()).isLessThan(10_000);
    }
    assertThat(temp.resolve("fast")).hasBinaryContent(TestFiles.content(200_000));
  }

  @Test
  void limitedDownloadGetsThere(@TempDir Path temp) throws Exception {
    try (ServedFolder served = ServedFolder.start(temp.resolve("served"));
        FileClient limited = FileClient.create(Configs.maxBytesPerSecond(1_000_000))) {
      Path target = temp.resolve("copy");
      Downloads.success(
          limited.start(
              new DownloadRequest(served.file("source", 300_000), Target.file(target)),
              TransferListener.NONE));
      assertThat(target).hasBinaryContent(TestFiles.content(300_000));
    }
  }
}
