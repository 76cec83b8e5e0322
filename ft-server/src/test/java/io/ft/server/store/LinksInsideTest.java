package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that follows links which stay inside. */
class LinksInsideTest {

  private static final int FILE_BYTES = 10;
  private static final int OTHER_BYTES = 20;

  private Path folder;
  private Path root;
  private ConfinedDirectory store;

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    root = Files.createDirectory(folder.resolve("root"));
    TestFiles.create(root.resolve("file"), FILE_BYTES);
    TestFiles.create(root.resolve("a/b/file"), FILE_BYTES);
    TestFiles.create(root.resolve("a/file"), OTHER_BYTES);
    TestFiles.create(root.resolve(".hidden/file"), FILE_BYTES);
    TestFiles.create(folder.resolve("outside/file"), FILE_BYTES);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT.withSymlinks(Symlinks.INSIDE));
  }

  @AfterEach
  void closeStore() throws IOException {
    assertThat(OpenHandles.below(root)).isEmpty();
    store.close();
    // JUnit warns of those that lead out of its folder.
    Files.deleteIfExists(root.resolve("link"));
  }

  @ParameterizedTest
  @CsvSource({
    "link, file, link",
    "link, ./a//b/./file, link",
    "a/link, b/file, a/link",
    "a/link, ../file, a/link",
    "a/b/link, ../../file, a/b/link",
    "link, a/b, link/file",
    "a/link, b, a/link/file",
    "link, ., link/file",
    "a/b/link, ../.., a/b/link/file",
    "link, a/b/../b/file, link",
    "link, link2, link",
    "link, a/b/link3, link"
  })
  void linkThatStaysInsideIsFollowed(String link, String target, String path) throws IOException {
    link("link2", "file");
    link("a/b/link3", "../../link2");
    link(link, target);

    assertServed(path, FILE_BYTES);
  }

  @Test
  void absoluteLinkBelowTheRootIsFollowed() throws IOException {
    link("file2", root.resolve("a/b/file").toString());
    link("a/root", root.toString());
    link("dots", root + "/a/../file");

    assertServed("file2", FILE_BYTES);
    assertServed("a/root/a/b/file", FILE_BYTES);
    assertServed("dots", FILE_BYTES);
  }

  /** As the system does it: what a link leads to is left upwards, and not the link's own folder. */
  @Test
  void upBehindALinkIsUpFromWhatItLeadsTo() throws IOException {
    link("deep", "a/b");
    link("up", "deep/../file");
    link("upTwice", "deep/../../file");

    assertServed("up", OTHER_BYTES);
    assertServed("upTwice", FILE_BYTES);
    assertThat(Files.size(root.resolve("up"))).isEqualTo(OTHER_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/file",
        "../root/file", // back inside, but on a way that leaves
        "a/../../outside/file",
        "a/b/../../../outside/file",
        "/",
        "/etc/passwd",
        "/proc/self/root/etc/passwd",
        "/dev/zero",
        "..",
        "missing",
        "missing/../file",
        "file/../file",
        "a",
        "link",
        ".hidden/file",
        ".hidden/../file",
        "a/..",
        "out/file",
        "deep/../../../outside/file"
      })
  void linkThatLeadsElsewhereIsNotFollowed(String target) throws IOException {
    link("out", "../outside");
    link("deep", "a/b");
    link("link", target);

    assertNotServed("link");
    assertNotServed("link/file/x");
  }

  @Test
  void absoluteLinkBesideTheRootIsNotFollowed() throws IOException {
    TestFiles.create(folder.resolve("root2/file"), FILE_BYTES);
    link("beside", folder.resolve("root2/file").toString());
    link("above", folder.toString());
    link("back", root + "/../outside/file");

    assertNotServed("beside");
    assertNotServed("above/outside/file");
    assertNotServed("above/root/file");
    assertNotServed("back");
  }

  @Test
  void linkMustNotMakeANameTooLong() throws IOException {
    link("part", "x".repeat(255) + "y");
    link("path", "x".repeat(250) + "/../a".repeat(500));

    assertNotServed("part");
    assertNotServed("path/file");
  }

  @Test
  void fortyLinksAreFollowedAndNoMore() throws IOException {
    link("0", "file");
    for (int i = 1; i <= Links.MAX_LINKS; i++) {
      link(Integer.toString(i), Integer.toString(i - 1));
    }
    assertServed(Integer.toString(Links.MAX_LINKS - 1), FILE_BYTES);
    assertNotServed(Integer.toString(Links.MAX_LINKS));
  }

  @Test
  void onlyRegularFilesAreServed() throws Exception {
    TestFiles.createPipe(root.resolve("pipe"));
    link("link", "pipe");

    assertNotServed("link");
    assertNotServed("link/file");
    assertThat(Listed.of(store, "").names()).containsExactly("a/", "file");
  }

  @Test
  void visitFollowsLinksBetweenOtherFiles() throws IOException {
    link("link", "a/b");
    try (FileStore.Visit visit = store.visit()) {
      for (String path : new String[] {"a/b/file", "link/file", "link/file", "file"}) {
        OpenFile file = visit.open(path, Permission.ALL);
        assertThat(file.size()).isEqualTo(FILE_BYTES);
        file.release();
      }
    }
  }

  @Test
  void linkIsListedAsWhatItLeadsTo() throws IOException {
    link("a/toFile", "../file");
    link("a/toFolder", "b");
    link("a/out", "../../outside");
    link("a/outFile", "../../outside/file");
    link("a/dangling", "missing");
    link("a/loop", "loop");
    link("a/toHidden", "../.hidden");

    Listed listed = Listed.of(store, "a");

    assertThat(listed.names()).containsExactly("b/", "file", "toFile", "toFolder/");
    assertThat(listed.omitted()).isZero();
    FolderEntry link = entry(listed, "toFile");
    FolderEntry file = entry(Listed.of(store, ""), "file");
    assertThat(link)
        .isEqualTo(
            new FolderEntry(file.kind(), "toFile", file.size(), file.modified(), file.tag()));
  }

  private static FolderEntry entry(Listed listed, String path) {
    return listed.entries().stream().filter(e -> e.path().equals(path)).findAny().orElseThrow();
  }

  @Test
  void folderBehindALinkIsListed() throws IOException {
    link("link", "a/b");
    link("link2", "link");

    assertThat(Listed.of(store, "link2").names()).containsExactly("file");
    assertThat(Listed.recursive(store, "").names())
        .containsExactly(
            "a/",
            "a/b/",
            "a/b/file",
            "a/file",
            "file",
            "link/",
            "link/file",
            "link2/",
            "link2/file");
  }

  @Test
  void linksInACircleEnd() throws IOException {
    link("a/b/root", "../..");
    link("a/b/here", ".");
    link("here", ".");

    assertThat(Listed.recursive(store, "").names())
        .containsExactly(
            "a/", "a/b/", "a/b/file", "a/b/here/", "a/b/root/", "a/file", "file", "here/");
    // From here the root is no folder on the way down, and a/b is one when it is met again.
    assertThat(Listed.recursive(store, "a/b").names())
        .containsExactly(
            "file",
            "here/",
            "root/",
            "root/a/",
            "root/a/b/",
            "root/a/file",
            "root/file",
            "root/here/");
  }

  @Test
  void manyLinksAreListedInSeveralBatches() throws IOException {
    for (int i = 0; i < 200; i++) {
      link("a/link" + i, i % 2 == 0 ? "file" : "../../outside/file");
    }
    assertThat(Listed.of(store, "a").entries()).hasSize(102);
  }

  @Test
  void linkIntoAnotherShareIsNotFollowed() throws IOException {
    StoreOptions options = StoreOptions.DEFAULT.withSymlinks(Symlinks.INSIDE);
    try (FileStore shares =
        FileStores.open(
            List.of(new Share("a", root.resolve("a")), new Share("b", root.resolve("a/b"))),
            options)) {
      link("a/b/up", "../file");
      link("a/down", "b/file");

      shares.open("a/down", Permission.ALL).release();
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> shares.open("b/up", Permission.ALL));
    }
  }

  private void link(String name, String target) throws IOException {
    Files.deleteIfExists(root.resolve(name));
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  private void assertServed(String path, int size) throws IOException {
    OpenFile file = store.open(path, Permission.ALL);
    assertThat(file.size()).isEqualTo(size);
    file.release();
  }

  private void assertNotServed(String path) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.open(path, Permission.ALL));
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.list(path + "/x", true, Permission.ALL));
  }
}
