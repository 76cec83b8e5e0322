package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.OpenHandles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was reached once is not walked to again, and is never another file than a walk would find.
 */
class FolderVisitTest {

  private Path temporary;
  private Path root;
  private ConfinedDirectory store;
  private FileStore.Visit visit;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    temporary = temp;
    root = Files.createDirectory(temp.resolve("root"));
    write("root/a/file", "in a");
    write("root/a/other", "other in a");
    write("root/b/file", "in b");
    write("root/file", "in root");
    write("outside/file", "outside");
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
    visit = store.visit();
  }

  @AfterEach
  void close() throws IOException {
    visit.close();
    store.close();
    assertThat(OpenHandles.below(temporary)).isEmpty();
  }

  private void write(String path, String text) throws IOException {
    Path file = temporary.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String read(String path) throws IOException {
    OpenFile file = visit.open(path, Permission.ALL);
    try {
      StringBuilder text = new StringBuilder();
      file.read(0, (int) file.size(), bytes -> text.append(UTF_8.decode(bytes)));
      return text.toString();
    } finally {
      file.release();
    }
  }

  @Test
  void filesOfOneFolderAndOfOthers() throws Exception {
    assertThat(read("a/file")).isEqualTo("in a");
    assertThat(read("a/other")).isEqualTo("other in a");
    assertThat(read("b/file")).isEqualTo("in b");
    assertThat(read("file")).isEqualTo("in root");
    assertThat(read("a/file")).isEqualTo("in a");
  }

  @Test
  void oneHandleIsKeptAndGivenBack() throws Exception {
    read("a/file");
    read("a/other");
    assertThat(OpenHandles.below(root)).containsOnly(root.resolve("a"));
    read("b/file");
    assertThat(OpenHandles.below(root)).containsOnly(root.resolve("b"));

    visit.close();
    assertThat(OpenHandles.below(root)).isEmpty();
  }

  @Test
  void folderThatWasReplacedIsEnteredAnew() throws Exception {
    read("a/file");
    Files.move(root.resolve("a"), temporary.resolve("moved"));
    write("root/a/file", "new in a");

    assertThat(read("a/file")).isEqualTo("new in a");
  }

  @Test
  void fileThatCameWithANewFolderIsFound() throws Exception {
    read("a/file");
    Files.move(root.resolve("a"), temporary.resolve("moved"));
    write("root/a/late", "late");

    assertThat(read("a/late")).isEqualTo("late");
  }

  @Test
  void folderThatWasMovedOutIsServedNoMore() throws Exception {
    read("a/file");
    Files.move(root.resolve("a"), temporary.resolve("outside/a"));

    assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> read("a/file"));
  }

  @Test
  void linkInPlaceOfTheFolderIsNotFollowed() throws Exception {
    read("a/file");
    Files.move(root.resolve("a"), temporary.resolve("moved"));
    Files.createSymbolicLink(root.resolve("a"), temporary.resolve("outside"));

    assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> read("a/file"));
    assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> read("a/other"));
  }

  /** The one that nothing but another walk could tell: the link leads to where the folder went. */
  @Test
  void whatWentOutInTheMeantimeEndsWithTheVisit() throws Exception {
    read("a/file");
    Files.move(root.resolve("a"), temporary.resolve("moved"));
    Files.createSymbolicLink(root.resolve("a"), temporary.resolve("moved"));
    visit.close();

    assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> read("a/file"));
  }

  @Test
  void missingFileEndsNoVisit() throws Exception {
    read("a/file");
    assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> read("a/none"));
    assertThat(read("a/other")).isEqualTo("other in a");
  }
}
