package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that was changed just now is looked at again when its time stamps tell it apart. */
class SettlingTest {

  private final List<Duration> pauses = new ArrayList<>();
  private final DigestCache digests = new DigestCache(1 << 20);

  private Path folder;
  private Path file;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    file = Files.writeString(temp.resolve("file"), "old");
  }

  @ParameterizedTest
  @CsvSource({"0, 20", "5, 15", "19, 1", "20, 0", "21, 0", "3600000, 0", "-5, 20", "-3600000, 20"})
  void youngFileIsWaitedForUntilItIsOldEnough(long ageMillis, long leftMillis) throws Exception {
    FileVersion version = FileVersion.of(file);
    Instant now = version.changed().plusMillis(ageMillis);

    assertThat(new Settling(() -> now, pause -> {}).left(version))
        .isEqualTo(Duration.ofMillis(leftMillis));
  }

  @Test
  void fileThatIsServedHasSettled() throws Exception {
    try (ConfinedDirectory store = ConfinedDirectory.open(folder, StoreOptions.DEFAULT)) {
      for (int i = 0; i < 5; i++) {
        Files.writeString(file, "version " + i);
        OpenFile opened = store.open("file", Permission.ALL);

        // Whatever is written from now on has another time stamp, on any kernel.
        assertThat(Instant.now()).isAfter(opened.version().changed().plusMillis(20));
        assertThat(opened.version()).isEqualTo(FileVersion.of(file));
        opened.release();
      }
    }
  }

  @Test
  void youngFileIsServedAsItIsAfterThePause() throws Exception {
    Instant changed = FileVersion.of(file).changed();
    OpenFile opened =
        open(pauses -> changed.plusMillis(pauses == 0 ? 5 : 60_000), () -> write("newer"));

    assertThat(pauses).containsExactly(Duration.ofMillis(15));
    assertThat(opened.size()).isEqualTo("newer".length());
    assertThat(opened.version()).isEqualTo(FileVersion.of(file));
    opened.release();
  }

  @Test
  void fileThatIsAlwaysWrittenIsNotWaitedForForEver() throws Exception {
    OpenFile opened = open(pauses -> Instant.EPOCH, () -> write("again and again"));

    assertThat(pauses).hasSize(Settling.MAX_PAUSES);
    assertThat(opened.version()).isEqualTo(FileVersion.of(file));
    opened.release();
  }

  @Test
  void timeStampInTheFutureIsWaitedForOnce() throws Exception {
    OpenFile opened = open(pauses -> Instant.EPOCH, () -> {});

    assertThat(pauses).containsExactly(Duration.ofMillis(20));
    opened.release();
  }

  @Test
  void digestIsNotRememberedUnlessTheFileHasSettled() throws Exception {
    OpenFile young = open(pauses -> Instant.EPOCH, () -> {});
    young.checksum(0, (int) young.size(), 4096);
    young.release();
    assertThat(digests.bytes()).isZero();

    Instant changed = FileVersion.of(file).changed();
    OpenFile settled = open(pauses -> changed.plusMillis(20), () -> {});
    settled.checksum(0, (int) settled.size(), 4096);
    settled.release();
    assertThat(digests.bytes()).isPositive();
  }

  private interface Clock {
    Instant after(int pauses);
  }

  /** Opens the file; {@code meanwhile} happens in each pause. */
  private OpenFile open(Clock clock, Runnable meanwhile) throws IOException {
    Settling settling =
        new Settling(
            () -> clock.after(pauses.size()),
            pause -> {
              pauses.add(pause);
              meanwhile.run();
            });
    try (ConfinedDirectory store =
        ConfinedDirectory.open(folder, StoreOptions.DEFAULT, digests, settling)) {
      return store.open("file", Permission.ALL);
    }
  }

  private void write(String text) {
    try {
      // Whatever the kernel's step is, this is another version.
      TestFiles.awaitNextTick(file);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
