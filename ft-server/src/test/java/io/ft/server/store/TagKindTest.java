package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Tag;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagKindTest {

  private static final FileTime MODIFIED =
      FileTime.from(Instant.parse("2001-02-03T04:05:06.000000007Z"));
  private static final StoreOptions PORTABLE = StoreOptions.DEFAULT.withTags(TagKind.PORTABLE);

  private Path one;
  private Path two;

  @BeforeEach
  void createCopies(@TempDir Path folder) throws IOException {
    one = copy(folder.resolve("one"), 1_000);
    two = copy(folder.resolve("two"), 1_000);
  }

  private static Path copy(Path folder, int size) throws IOException {
    TestFiles.create(folder.resolve("file"), size);
    Files.setLastModifiedTime(folder.resolve("file"), MODIFIED);
    return folder;
  }

  @Test
  void copiesHaveOnePortableTagAndTwoExactOnes() throws IOException {
    assertThat(tag(one, PORTABLE)).isEqualTo(tag(two, PORTABLE));
    assertThat(tag(one, StoreOptions.DEFAULT)).isNotEqualTo(tag(two, StoreOptions.DEFAULT));
    assertThat(tag(one, PORTABLE)).isNotEqualTo(tag(one, StoreOptions.DEFAULT));
  }

  @Test
  void otherTimeOrSizeIsAnotherPortableTag() throws IOException {
    Tag before = tag(one, PORTABLE);
    Files.setLastModifiedTime(
        one.resolve("file"), FileTime.from(MODIFIED.toInstant().plusNanos(1)));
    assertThat(tag(one, PORTABLE)).isNotEqualTo(before);

    copy(two, 1_001);
    assertThat(tag(two, PORTABLE)).isNotEqualTo(before);
  }

  @Test
  void entryHasTheTagOfTheFile() throws IOException {
    try (FileStore store = ConfinedDirectory.open(one, PORTABLE)) {
      assertThat(Listed.of(store, "").entries().get(0).tag()).isEqualTo(tag(two, PORTABLE));
    }
  }

  /** The tag cannot tell, but what is read must still be of one version. */
  @Test
  void changeThatThePortableTagDoesNotShowIsNoticed() throws IOException {
    try (FileStore store = ConfinedDirectory.open(one, PORTABLE)) {
      OpenFile file = store.open("file", Permission.ALL);
      try {
        Path path = one.resolve("file");
        TestFiles.awaitNextTick(path);
        Files.write(path, TestFiles.bytes(1_000, 666));
        Files.setLastModifiedTime(path, MODIFIED);

        assertThatExceptionOfType(ChangedException.class)
            .isThrownBy(() -> file.checksum(0, 1_000, 1_000));
      } finally {
        file.release();
      }
    }
  }

  private static Tag tag(Path root, StoreOptions options) throws IOException {
    try (FileStore store = ConfinedDirectory.open(root, options)) {
      OpenFile file = store.open("file", Permission.ALL);
      try {
        return file.tag();
      } finally {
        file.release();
      }
    }
  }
}
