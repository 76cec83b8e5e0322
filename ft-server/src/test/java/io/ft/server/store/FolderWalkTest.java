package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Entry.Kind;
import io.ft.server.store.FolderListing.Batch;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk through folders that change meanwhile. */
class FolderWalkTest {

  private static final int MIN_LISTED = 300;
  private static final int MAX_ATTEMPTS = 20_000;
  private static final int FILE_BYTES = 1_000;
  private static final int SECRET_BYTES = 666;

  private Path folder;
  private Path root;
  private ConfinedDirectory store;

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    store.close();
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @Test
  void nothingOutsideIsListedWhileAFolderBecomesALink() throws Exception {
    createInside(root.resolve("part"));
    Path outside = createOutside(folder.resolve("outside"));

    listWhile("", () -> swap(root.resolve("part"), outside));
  }

  @Test
  void nothingOutsideIsListedWhileAFolderAboveBecomesALink() throws Exception {
    createInside(root.resolve("top/part"));
    createOutside(folder.resolve("outside/part"));

    listWhile("top", () -> swap(root.resolve("top"), folder.resolve("outside")));
  }

  @Test
  void nothingOutsideIsListedWhileAFileBecomesALink() throws Exception {
    createInside(root.resolve("part"));
    Path outside = folder.resolve("outside");
    TestFiles.create(outside, SECRET_BYTES);

    listWhile("", () -> swap(root.resolve("part/sub/file"), outside));
  }

  private static void createInside(Path part) throws IOException {
    TestFiles.create(part.resolve("sub/file"), FILE_BYTES);
    TestFiles.create(part.resolve("file"), FILE_BYTES);
  }

  private static Path createOutside(Path part) throws IOException {
    TestFiles.create(part.resolve("sub/file"), SECRET_BYTES);
    TestFiles.create(part.resolve("sub/secret/secret"), SECRET_BYTES);
    TestFiles.create(part.resolve("file"), SECRET_BYTES);
    TestFiles.create(part.resolve("secret"), SECRET_BYTES);
    return part;
  }

  private interface Change {
    void make() throws IOException;
  }

  private void listWhile(String path, Change change) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService changer = Executors.newSingleThreadExecutor();
    try {
      Future<?> changing =
          changer.submit(
              () -> {
                while (!stop.get()) {
                  change.make();
                }
                return null;
              });
      int listed = 0;
      // On a busy machine the folder may be away at every look for long.
      for (int i = 0;
          (i < MAX_ATTEMPTS || listed == 0) && listed < MIN_LISTED && !changing.isDone();
          i++) {
        for (FolderEntry entry : list(path)) {
          assertThat(entry.path()).doesNotContain("secret");
          if (entry.kind() == Kind.FILE) {
            assertThat(entry.size()).isEqualTo(FILE_BYTES);
            listed++;
          }
        }
      }
      stop.set(true);
      changing.get();

      assertThat(listed).as("files that were listed").isPositive();
    } finally {
      stop.set(true);
      changer.shutdown();
    }
  }

  /** The entries of a complete recursive listing; none if the folder is not there just now. */
  private List<FolderEntry> list(String path) throws IOException {
    List<FolderEntry> entries = new ArrayList<>();
    try (FolderListing listing = store.list(path, true, Permission.ALL)) {
      Batch batch;
      do {
        batch = listing.next();
        entries.addAll(batch.entries());
      } while (!batch.last());
    } catch (NotServedException e) {
      assertThat(entries).isEmpty();
    }
    return entries;
  }

  private void swap(Path part, Path outside) throws IOException {
    Path aside = folder.resolve("aside");
    Files.move(part, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.createSymbolicLink(part, outside);
    Files.delete(part);
    Files.move(aside, part, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void folderThatVanishesWhileItIsReadJustEnds() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      Files.createFile(Files.createDirectories(root.resolve("sub")).resolve("f" + i));
    }
    TestFiles.create(root.resolve("sub/deep/file"), 1);
    List<FolderEntry> entries = new ArrayList<>();
    try (FolderListing listing = store.list("", true, Permission.ALL)) {
      entries.addAll(listing.next().entries());
      Files.move(root.resolve("sub/deep"), folder.resolve("deep"));
      for (int i = 0; i < 5_000; i++) {
        Files.delete(root.resolve("sub/f" + i));
      }
      Files.delete(root.resolve("sub"));

      Batch batch;
      do {
        batch = listing.next();
        entries.addAll(batch.entries());
      } while (!batch.last());
    }
    assertThat(entries).hasSizeBetween(192, 4_999).extracting(FolderEntry::path).contains("sub");
  }

  @Test
  void batchesAreBoundedByEntriesTextAndNamesThatAreLeftOut() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Files.createSymbolicLink(root.resolve("link" + i), root);
      Files.createFile(Files.createDirectories(root.resolve("short")).resolve("f" + i));
      Files.createFile(Files.createDirectories(root.resolve("long")).resolve("x".repeat(200) + i));
    }
    assertThat(firstBatch("").entries()).hasSizeLessThanOrEqualTo(2);
    assertThat(firstBatch("short").entries()).hasSize(192);
    assertThat(firstBatch("long").entries()).hasSizeBetween(80, 82);
  }

  private Batch firstBatch(String path) throws IOException {
    try (FolderListing listing = store.list(path, false, Permission.ALL)) {
      Batch batch = listing.next();
      assertThat(batch.last()).isFalse();
      return batch;
    }
  }

  @Test
  void listingHoldsTheFoldersOnTheWayDownAlone() throws Exception {
    TestFiles.create(root.resolve("a/b/c/file"), 1);
    try (FolderListing listing = store.list("", true, Permission.ALL)) {
      assertThat(OpenHandles.below(root)).isEmpty();
      assertThat(listing.next().last()).isTrue();
      assertThat(OpenHandles.below(root)).isEmpty();
    }
    try (FolderListing listing = store.list("a/b", true, Permission.ALL)) {
      assertThat(OpenHandles.below(root)).containsOnly(root.resolve("a/b").toRealPath());
      assertThat(listing.next().entries()).hasSize(2);
    }
  }
}
