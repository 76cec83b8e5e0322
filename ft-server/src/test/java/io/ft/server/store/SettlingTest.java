package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that was changed just now is looked at again when its time stamps tell it apart. */
class SettlingTest {

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
    try (ConfinedDirectory store = ConfinedDirectory.open(folder, 1 << 20)) {
      for (int i = 0; i < 5; i++) {
        Files.writeString(file, "version " + i);
        OpenFile opened = store.open("file");

        // Whatever is written from now on has another time stamp, on any kernel.
        assertThat(Instant.now()).isAfter(opened.version().changed().plusMillis(20));
        assertThat(opened.version()).isEqualTo(FileVersion.of(file));
        opened.release();
      }
    }
  }
}
