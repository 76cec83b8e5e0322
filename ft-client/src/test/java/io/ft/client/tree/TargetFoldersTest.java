package io.ft.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ft.client.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders for files: made as needed, and never outside. */
class TargetFoldersTest {

  private Path top;
  private Path outside;
  private TargetFolders folders;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    top = Files.createDirectory(temp.resolve("top"));
    outside = Files.createDirectory(temp.resolve("outside"));
    folders = new TargetFolders(top);
  }

  @Test
  void areMadeOnce() throws Exception {
    folders.make(Path.of("a/b/c"));
    folders.make(Path.of("a/b/d"));
    folders.make(Path.of("a/b/c"));

    assertThat(top.resolve("a/b/c")).isDirectory();
    assertThat(top.resolve("a/b/d")).isDirectory();
  }

  @Test
  void thoseThatAreThereAreUsed() throws Exception {
    Files.createDirectories(top.resolve("a/b"));

    folders.make(Path.of("a/b/c"));

    assertThat(top.resolve("a/b/c")).isDirectory();
  }

  @Test
  void thoseThatWereThereAreToldFromThoseThatWereNot() throws Exception {
    Files.createDirectories(top.resolve("a/b"));

    folders.make(Path.of("a/b/c"));
    folders.make(Path.of("a/b/c"));

    assertThat(folders.hasMade(Path.of("a/b/c"))).isTrue();
    assertThat(folders.hasMade(Path.of("a/b"))).isFalse();
    assertThat(folders.hasMade(Path.of("a/b/d"))).isFalse();
  }

  @Test
  void topMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(top.resolveSibling("link"), top);

    new TargetFolders(link).make(Path.of("a"));

    assertThat(top.resolve("a")).isDirectory();
  }

  @Test
  void noLinkBelowIsFollowed() throws Exception {
    Files.createSymbolicLink(top.resolve("a"), outside);
    Files.createDirectory(outside.resolve("b"));

    assertThatIOException()
        .isThrownBy(() -> folders.make(Path.of("a/b/c")))
        .withMessageContaining("symbolic link");
    assertThatIOException().isThrownBy(() -> folders.make(Path.of("a")));

    assertThat(TestFiles.names(outside)).containsExactly("b");
    assertThat(TestFiles.names(outside.resolve("b"))).isEmpty();
  }

  @Test
  void fileIsNoFolder() throws Exception {
    Files.createFile(top.resolve("a"));

    assertThatIOException()
        .isThrownBy(() -> folders.make(Path.of("a/b")))
        .withMessageContaining("no folder");
  }
}
