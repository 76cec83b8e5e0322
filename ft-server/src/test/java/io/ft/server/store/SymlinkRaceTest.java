package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Entry.Kind;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Someone who may write below the root swaps a folder, a file, a part in the middle, and a link for
 * symbolic links that lead out, and back, while others open files and list. With {@code
 * -Dft.torture=full} it takes a minute for each kind of store.
 */
class SymlinkRaceTest {

  private static final int FULL_RACE_SECONDS = 60;
  private static final int RACE_SECONDS =
      "full".equals(System.getProperty("ft.torture")) ? FULL_RACE_SECONDS : 2;

  /** On a busy machine the race may have to go on until something was served. */
  private static final int DEADLINE_SECONDS = FULL_RACE_SECONDS + 60;

  private static final int FILE_BYTES = 1_000;
  private static final int SECRET_BYTES = 666;
  private static final byte[] GOOD = TestFiles.bytes(FILE_BYTES, FILE_BYTES);

  /** What is asked for. Each goes through another thing that is swapped. */
  private static final List<String> FILES =
      List.of("folder/sub/file", "file/sub/file", "middle/part/sub/file", "alias/sub/file");

  /** Every swap changes the time stamps, so a file that is swapped all the time never settles. */
  private static final Settling AT_ONCE =
      new Settling(() -> Instant.MAX.minusSeconds(60), pause -> {});

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong listed = new AtomicLong();
  private Path folder;
  private Path root;

  @BeforeEach
  void createFiles(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    root = folder.resolve("root");
    for (String path : FILES.subList(0, 3)) {
      TestFiles.create(root.resolve(path), FILE_BYTES);
    }
    // One outside looks just like what is inside, the other one tells itself by its names.
    Path like = Files.createDirectories(folder.resolve("like/sub")).resolve("file");
    Files.write(like, TestFiles.bytes(FILE_BYTES, SECRET_BYTES));
    TestFiles.create(folder.resolve("other/sub/file"), SECRET_BYTES);
    TestFiles.create(folder.resolve("other/sub/secret"), SECRET_BYTES);
    TestFiles.create(folder.resolve("other/secret/secret"), SECRET_BYTES);
  }

  @ParameterizedTest
  @Timeout(2 * DEADLINE_SECONDS)
  @EnumSource(Symlinks.class)
  void nothingOutsideIsEverSeen(Symlinks symlinks) throws Exception {
    StoreOptions options = StoreOptions.DEFAULT.withSymlinks(symlinks);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ConfinedDirectory store =
        ConfinedDirectory.open(root, options, new DigestCache(1 << 20), AT_ONCE)) {
      List<Future<?>> running = new ArrayList<>();
      running.add(threads.submit(untilStopped(() -> swap("folder", ""))));
      running.add(threads.submit(untilStopped(() -> swap("file/sub/file", "sub/file"))));
      running.add(threads.submit(untilStopped(() -> swap("middle/part", ""))));
      running.add(threads.submit(untilStopped(this::turnAlias)));
      running.add(threads.submit(untilStopped(() -> openAll(store))));
      running.add(threads.submit(untilStopped(() -> visitAll(store))));
      running.add(threads.submit(untilStopped(() -> list(store, "", true))));
      running.add(threads.submit(untilStopped(() -> listAll(store))));
      awaitEnd(running);
      stop.set(true);
      for (Future<?> each : running) {
        each.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }

      System.out.printf(
          "race, links %s: %s served, %s listed%n", symlinks, served.get(), listed.get());
      assertThat(served).as("times that a file was served").hasPositiveValue();
      assertThat(listed).as("files that were listed").hasPositiveValue();
      assertThat(OpenHandles.below(root)).isEmpty();
    } finally {
      stop.set(true);
      threads.shutdown();
    }
  }

  /** On a busy machine it goes on until something was served, or a thread has failed. */
  private void awaitEnd(List<Future<?>> running) throws InterruptedException {
    long start = System.nanoTime();
    while (running.stream().noneMatch(Future::isDone)) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      boolean isEnough = served.get() > 0 && listed.get() > 0 && seconds >= RACE_SECONDS;
      if (isEnough || seconds >= DEADLINE_SECONDS) {
        return;
      }
      Thread.sleep(10);
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private Callable<Void> untilStopped(Step step) {
    return () -> {
      while (!stop.get()) {
        step.take();
      }
      return null;
    };
  }

  /** Makes {@code part} a link to each of the folders outside, or to what is in them, and back. */
  private void swap(String part, String below) throws IOException {
    Path path = root.resolve(part);
    Path aside = folder.resolve("aside-" + part.replace('/', '-'));
    for (String outside : List.of("like", "other")) {
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
      Files.createSymbolicLink(path, folder.resolve(outside).resolve(below));
      Files.delete(path);
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Lets a link lead inside, outside, and around in a circle. */
  private void turnAlias() throws IOException {
    Path alias = root.resolve("alias");
    for (String target : List.of("folder", "../like", folder + "/other", ".", "middle/part")) {
      Files.deleteIfExists(alias);
      Files.createSymbolicLink(alias, Path.of(target));
    }
  }

  private void openAll(FileStore store) throws IOException {
    for (String path : FILES) {
      open(store::open, path);
    }
  }

  private void visitAll(FileStore store) throws IOException {
    try (FileStore.Visit visit = store.visit()) {
      for (String path : FILES) {
        open(visit, path);
        open(visit, path);
      }
    }
  }

  private void open(FileStore.Visit store, String path) throws IOException {
    OpenFile file;
    try {
      file = store.open(path, Permission.ALL);
    } catch (IOException e) {
      // It was away, or a link.
      return;
    }
    try {
      assertThat(file.size()).isEqualTo(FILE_BYTES);
      assertThat(file.checksum(0, FILE_BYTES, 1 << 20)).isEqualTo(TestFiles.crc32c(GOOD));
      served.incrementAndGet();
    } catch (ChangedException e) {
      // The swap was noticed.
    } finally {
      file.release();
    }
  }

  private void listAll(FileStore store) throws IOException {
    for (String path : List.of("", "folder", "file/sub", "middle/part", "alias", "alias/sub")) {
      list(store, path, false);
      list(store, path, true);
    }
  }

  private void list(FileStore store, String path, boolean recursive) throws IOException {
    List<FolderEntry> entries;
    try {
      entries = Listed.of(store, path, recursive, Permission.ALL).entries();
    } catch (NotServedException e) {
      return;
    }
    for (FolderEntry entry : entries) {
      assertThat(entry.path()).doesNotContain("secret", "like", "other");
      if (entry.kind() == Kind.FILE) {
        assertThat(entry.size()).isEqualTo(FILE_BYTES);
        listed.incrementAndGet();
      }
    }
  }
}
