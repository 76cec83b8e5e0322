package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store as it is where the platform has no folder handles. */
class CheckedFolderTest {

  private Path folder;
  private Path root;

  @BeforeEach
  void createFiles(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    root = Files.createDirectory(folder.resolve("root"));
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(root.resolve("sub/deep/file"), 11);
    TestFiles.create(folder.resolve("outside/deep/file"), 12);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  private ConfinedDirectory open(Symlinks symlinks) throws IOException {
    return ConfinedDirectory.open(
        root,
        CheckedFolder::at,
        StoreOptions.DEFAULT.withSymlinks(symlinks),
        new DigestCache(1 << 20),
        new Settling());
  }

  @Test
  void filesAreServedAndListed() throws Exception {
    try (ConfinedDirectory store = open(Symlinks.REFUSE)) {
      OpenFile file = store.open("sub/deep/file", Permission.ALL);
      assertThat(file.checksum(0, 11, 11)).isEqualTo(TestFiles.crc32c(TestFiles.bytes(11, 11)));
      file.release();
      for (int times = 0; times < 2; times++) {
        assertThat(Listed.recursive(store, "").names())
            .containsExactly("file", "sub/", "sub/deep/", "sub/deep/file");
      }
      assertThat(Listed.of(store, "sub").names()).containsExactly("deep/");
    }
  }

  @Test
  void whatIsNoFileIsRefused() throws Exception {
    TestFiles.createPipe(root.resolve("pipe"));
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("in"), root.resolve("sub"));
    try (ConfinedDirectory store = open(Symlinks.REFUSE)) {
      for (String path : new String[] {"pipe", "pipe/x", "out/deep/file", "in/deep/file", "sub"}) {
        assertNotServed(store, path);
      }
      assertThat(Listed.of(store, "").names()).containsExactly("file", "sub/");
    }
  }

  @Test
  void linksInsideAreFollowed() throws Exception {
    Files.createSymbolicLink(root.resolve("in"), Path.of("sub/deep"));
    Files.createSymbolicLink(root.resolve("circle"), Path.of("."));
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("outside"));
    try (ConfinedDirectory store = open(Symlinks.INSIDE)) {
      store.open("in/file", Permission.ALL).release();
      assertNotServed(store, "out/deep/file");
      assertThat(Listed.recursive(store, "").names())
          .containsExactly(
              "circle/", "file", "in/", "in/file", "sub/", "sub/deep/", "sub/deep/file");
    }
  }

  @Test
  void folderThatBecomesALinkIsLeft() throws Exception {
    try (ConfinedDirectory store = open(Symlinks.REFUSE);
        FileStore.Visit visit = store.visit();
        FolderListing listing = store.list("sub", true, Permission.ALL)) {
      visit.open("sub/deep/file", Permission.ALL).release();

      Files.move(root.resolve("sub"), folder.resolve("moved"));
      Files.createSymbolicLink(root.resolve("sub"), folder.resolve("outside"));

      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> visit.open("sub/deep/file", Permission.ALL));
      assertThat(listing.next().entries()).isEmpty();
    }
  }

  @Test
  void folderThatIsReplacedIsNotMixedWithItsSuccessor() throws Exception {
    CheckedFolder sub = CheckedFolder.at(root.resolve("sub"));
    try (sub) {
      Files.move(root.resolve("sub"), folder.resolve("moved"));
      Files.move(folder.resolve("outside"), root.resolve("sub"));

      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> sub.open(Path.of("deep")));
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> sub.attributes(Path.of("deep")));
      assertThatExceptionOfType(NotServedException.class).isThrownBy(sub::reopen);
    }
  }

  @Test
  void rootThatBecomesALinkIsServedNoMore() throws Exception {
    try (ConfinedDirectory store = open(Symlinks.INSIDE)) {
      store.open("file", Permission.ALL).release();
      Files.move(root, folder.resolve("moved"));
      Files.createSymbolicLink(root, folder.resolve("moved"));

      assertNotServed(store, "file");
    }
  }

  @Test
  void versionIsKnownWithoutInodesToo() throws Exception {
    Path file = root.resolve("file");
    FileVersion before = FileVersion.roughly(file);
    assertThat(FileVersion.roughly(file)).isEqualTo(before);
    assertThat(before.size()).isEqualTo(10);

    TestFiles.awaitNextTick(file);
    Files.write(file, new byte[10]);

    assertThat(FileVersion.roughly(file)).isNotEqualTo(before);
  }

  private static void assertNotServed(FileStore store, String path) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.open(path, Permission.ALL));
  }
}
