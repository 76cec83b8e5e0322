package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenFilesTest {

  private Path root;

  @BeforeEach
  void createFiles(@TempDir Path temporary) throws IOException {
    root = temporary.resolve(".root");
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(root.resolve(".secret"), 10);
    TestFiles.create(root.resolve(".git/config"), 10);
    TestFiles.create(root.resolve("sub/.secret"), 10);
    TestFiles.create(root.resolve("sub/...x"), 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {".secret", ".git/config", "sub/.secret", "sub/...x"})
  void hiddenNameIsNotServedUnlessTheOperatorWantsIt(String path) throws IOException {
    try (FileStore store = open(false)) {
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> store.open(path, Permission.ALL));
    }
    try (FileStore store = open(true)) {
      store.open(path, Permission.ALL).release();
    }
  }

  @Test
  void hiddenFolderIsNotListedUnlessTheOperatorWantsIt() throws IOException {
    try (FileStore store = open(false)) {
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> store.list(".git", false, Permission.ALL));
    }
    try (FileStore store = open(true)) {
      assertThat(Listed.of(store, ".git").names()).containsExactly("config");
    }
  }

  @Test
  void hiddenNameIsLeftOutOfAListingAndNotCounted() throws IOException {
    try (FileStore store = open(false)) {
      Listed listed = Listed.recursive(store, "");
      assertThat(listed.names()).containsExactly("file", "sub/");
      assertThat(listed.omitted()).isZero();
    }
    try (FileStore store = open(true)) {
      assertThat(Listed.recursive(store, "").names())
          .containsExactly(
              ".git/", ".git/config", ".secret", "file", "sub/", "sub/...x", "sub/.secret");
    }
  }

  private FileStore open(boolean hiddenFiles) throws IOException {
    return ConfinedDirectory.open(root, StoreOptions.DEFAULT.withHiddenFiles(hiddenFiles));
  }
}
