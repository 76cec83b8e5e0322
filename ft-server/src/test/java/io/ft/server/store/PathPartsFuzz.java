package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.WireText;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A name from the wire. Whether it may be served is decided here once more, on its bytes: both have
 * to come to the same, for ASCII at least; what else a name may be is the system's to say.
 */
class PathPartsFuzz {

  private static final Path ROOT = Path.of("/srv/files").toAbsolutePath();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "0a/b.txt", "0../x", "1.hidden/x", "0.hidden", "0a//b", "0\u00e9/\0", "0/etc", "0a/.")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    boolean hiddenFiles = in.u8() % 2 == 1;
    byte[] bytes = in.rest();
    Allocations.check(() -> check(bytes, hiddenFiles));
  }

  private static void check(byte[] bytes, boolean hiddenFiles) {
    String path = WireText.decode(bytes);
    List<Path> parts = new ArrayList<>();
    Allocations allocations = new Allocations();
    boolean served = allocated(allocations, path, hiddenFiles, parts);
    allocations.assertInProportionTo(bytes.length);

    boolean allowed = bytes.length <= 1024;
    boolean ascii = true;
    for (byte[] part : split(bytes)) {
      String text = new String(part, StandardCharsets.ISO_8859_1);
      allowed &= part.length >= 1 && part.length <= 255;
      allowed &= !text.equals(".") && !text.equals("..") && text.indexOf('\0') < 0;
      allowed &= hiddenFiles || !text.startsWith(".");
      ascii &= text.chars().allMatch(character -> character < 0x80);
    }
    if (served) {
      assertThat(allowed).as("allowed").isTrue();
      assertThat(parts.stream().map(Path::toString).collect(Collectors.joining("/")))
          .isEqualTo(path);
      Path whole = Links.resolve(ROOT, parts);
      assertThat(whole).isEqualTo(whole.normalize()).startsWithRaw(ROOT);
      assertThat(whole.getNameCount()).isEqualTo(ROOT.getNameCount() + parts.size());
      parts.forEach(part -> assertThat(PathParts.textOf(part)).isEqualTo(part.toString()));
    } else if (ascii) {
      assertThat(allowed).as("allowed").isFalse();
    }
  }

  private static boolean allocated(
      Allocations allocations, String path, boolean hiddenFiles, List<Path> parts) {
    boolean[] served = new boolean[1];
    allocations.count(
        () -> {
          try {
            parts.addAll(PathParts.of(path, hiddenFiles));
            served[0] = true;
          } catch (NotServedException e) {
            served[0] = false;
          }
        });
    return served[0];
  }

  private static List<byte[]> split(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    for (byte each : bytes) {
      if (each == '/') {
        parts.add(part.toByteArray());
        part.reset();
      } else {
        part.write(each);
      }
    }
    parts.add(part.toByteArray());
    return parts;
  }
}
