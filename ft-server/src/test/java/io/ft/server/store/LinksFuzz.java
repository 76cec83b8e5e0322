package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.WireText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Symbolic links below a root that say anything: what is served through them is what the system
 * finds there, below the root, a file and not hidden.
 *
 * <p>Lines of text: the path that is asked for, and what the links say; {@code @} at the beginning
 * stands for the root.
 */
class LinksFuzz {

  private static final List<String> FOLDERS = List.of("a", "a/b", ".h");
  private static final List<String> LINKS = List.of("l", "a/l", "a/b/l", "m");

  private Path folder = Path.of("");
  private Path root = Path.of("");
  private @Nullable ConfinedDirectory store;

  static Stream<byte[]> seeds() {
    return Stream.of(
            "l\nf",
            "l\na/l\nb/f",
            "l/f\n../outside",
            "l/b/f\n@/a",
            "a/l/a/f\n\n..",
            "l/f\n.h",
            "l\nm\n\n\nl",
            "a/b/l/l\n.\n\n../..",
            "l/l/l/f\n./a/../.")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(folder.resolve("outside"));
    int bytes = 1;
    // Each file has a length of its own, by which it is known again.
    Files.write(folder.resolve("outside/f"), new byte[bytes++]);
    Files.write(root.resolve("f"), new byte[bytes++]);
    for (String each : FOLDERS) {
      Files.createDirectory(root.resolve(each));
      Files.write(root.resolve(each).resolve("f"), new byte[bytes++]);
    }
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT.withSymlinks(Symlinks.INSIDE));
  }

  @AfterEach
  void closeStore() throws IOException {
    if (store != null) {
      store.close();
    }
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) throws IOException {
    String[] lines = WireText.decode(data).split("\n", -1);
    try {
      for (int i = 0; i < LINKS.size() && i + 1 < lines.length; i++) {
        link(root.resolve(LINKS.get(i)), lines[i + 1]);
      }
      check(lines[0]);
    } finally {
      for (String each : LINKS) {
        Files.deleteIfExists(root.resolve(each));
      }
    }
  }

  private void link(Path link, String says) throws IOException {
    // A '.' behind the name of a file makes it none for the system. The store does not mind.
    String plain = says.replaceFirst("(?:/+\\.)+/*$", "");
    String target = plain.startsWith("@") ? root + plain.substring(1) : plain;
    try {
      if (!target.isEmpty()) {
        Files.createSymbolicLink(link, Path.of(target));
      }
    } catch (InvalidPathException | FileSystemException e) {
      // No link can say that.
      assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
  }

  private void check(String path) throws IOException {
    OpenFile file;
    try {
      file = Objects.requireNonNull(store).open(path, Permission.ALL);
    } catch (NotServedException e) {
      return;
    }
    try {
      Path real = root.resolve(path).toRealPath();
      assertThat(real).startsWithRaw(root).isRegularFile();
      assertThat(root.relativize(real).toString()).doesNotContainPattern("(^|/)\\.");
      assertThat(file.size()).isEqualTo(Files.size(real));
    } finally {
      file.release();
    }
  }
}
