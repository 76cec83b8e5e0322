package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was changed just now is looked at again, on a clock of the test's own. */
class VersionReaderTest {

  private final List<Duration> pauses = new ArrayList<>();

  private Path file;
  private Instant now;

  @BeforeEach
  void setUp(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("file"), "old");
    now = FileVersion.of(file).changed();
  }

  @Test
  void oldFileIsReadAtOnce() throws Exception {
    now = now.plusMillis(20);

    assertThat(reader(() -> {}).read(file)).isEqualTo(FileVersion.of(file));
    assertThat(pauses).isEmpty();
  }

  @Test
  void youngFileIsReadAgainWhenItIsOlder() throws Exception {
    now = now.plusMillis(5);

    FileVersion version = reader(() -> Files.writeString(file, "newer")).read(file);

    assertThat(pauses).first().isEqualTo(Duration.ofMillis(15));
    assertThat(version).isEqualTo(FileVersion.of(file));
  }

  @Test
  void fileThatIsAlwaysWrittenIsNotWaitedForForEver() throws Exception {
    FileVersion version =
        reader(
                () -> {
                  Files.writeString(file, "again and again");
                  now = FileVersion.of(file).changed();
                })
            .read(file);

    assertThat(pauses).hasSize(3);
    assertThat(version).isEqualTo(FileVersion.of(file));
  }

  @Test
  void clockOfTheFileSystemMayBeAhead() throws Exception {
    now = now.minusSeconds(3600);

    reader(() -> {}).read(file);

    assertThat(pauses).hasSize(3).containsOnly(Duration.ofMillis(20));
  }

  private interface Meanwhile {
    void happens() throws IOException;
  }

  private VersionReader reader(Meanwhile meanwhile) {
    return new VersionReader(
        () -> now,
        pause -> {
          pauses.add(pause);
          now = now.plus(pause);
          try {
            meanwhile.happens();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
