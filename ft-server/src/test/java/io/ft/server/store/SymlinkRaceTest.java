package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Someone who may write below the root swaps a part of the path for a symbolic link that leads out,
 * and back, while the server walks along it.
 */
class SymlinkRaceTest {

  private static final int MIN_SERVED = 300;
  private static final int MAX_ATTEMPTS = 20_000;
  private static final int FILE_BYTES = 1_000;

  /** Every swap changes the time stamps, so a file that is swapped all the time never settles. */
  private static final Settling AT_ONCE =
      new Settling(() -> Instant.MAX.minusSeconds(60), pause -> {});

  @Test
  void nothingOutsideIsServedWhileAFolderBecomesALink(@TempDir Path folder) throws Exception {
    Path outside = folder.resolve("outside");
    Files.createDirectories(outside.resolve("sub"));
    Files.write(outside.resolve("sub/file"), secret());
    TestFiles.create(folder.resolve("root/part/sub/file"), FILE_BYTES);

    openWhileSwapping(folder, "part/sub/file", folder.resolve("root/part"), outside);
  }

  @Test
  void nothingOutsideIsServedWhileTheFileBecomesALink(@TempDir Path folder) throws Exception {
    Path outside = Files.write(folder.resolve("outside"), secret());
    TestFiles.create(folder.resolve("root/part/file"), FILE_BYTES);

    openWhileSwapping(folder, "part/file", folder.resolve("root/part/file"), outside);
  }

  private static void openWhileSwapping(Path folder, String name, Path part, Path outside)
      throws Exception {
    long expected = TestFiles.crc32c(TestFiles.bytes(FILE_BYTES, FILE_BYTES));
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService swapper = Executors.newSingleThreadExecutor();
    try (ConfinedDirectory store =
        ConfinedDirectory.open(
            folder.resolve("root"), StoreOptions.DEFAULT, new DigestCache(1 << 20), AT_ONCE)) {
      Future<?> swapping =
          swapper.submit(
              () -> {
                while (!stop.get()) {
                  swap(part, outside, folder.resolve("aside"));
                }
                return null;
              });
      int served = 0;
      // On a busy machine the file may be away at every look for long.
      for (int i = 0;
          (i < MAX_ATTEMPTS || served == 0) && served < MIN_SERVED && !swapping.isDone();
          i++) {
        OpenFile file;
        try {
          file = store.open(name, Permission.ALL);
        } catch (IOException e) {
          continue;
        }
        try {
          assertThat(file.checksum(0, FILE_BYTES, 1 << 20)).isEqualTo(expected);
          served++;
        } catch (ChangedException e) {
          // the swap was noticed
        } finally {
          file.release();
        }
      }
      stop.set(true);
      swapping.get();

      assertThat(served).as("times that the file was served").isPositive();
      assertThat(OpenHandles.below(folder.resolve("root"))).isEmpty();
    } finally {
      stop.set(true);
      swapper.shutdown();
    }
  }

  private static void swap(Path part, Path outside, Path aside) throws IOException {
    Files.move(part, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.createSymbolicLink(part, outside);
    Files.delete(part);
    Files.move(aside, part, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] secret() {
    return TestFiles.bytes(FILE_BYTES, 666);
  }
}
