package io.ft.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.WireText;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The names of the files beside a target: {@code NAME.part} for its bytes, {@code NAME.part.state}
 * for what is known of them. A name that leaves no room for that is cut, and made another one than
 * that of any other long name by a number.
 *
 * @param target the target
 * @param part its bytes so far
 * @param state what is known of them
 * @param nextState the state that takes the place of {@code state}
 */
record PartNames(Path target, Path part, Path state, Path nextState) {

  private static final String PART = ".part";
  private static final String STATE = ".part.state";
  private static final String NEXT_STATE = ".part.state.new";
  private static final int MAX_NAME_BYTES = 255;

  static PartNames of(Path target) {
    String base = base(String.valueOf(target.getFileName()));
    return new PartNames(
        target,
        target.resolveSibling(base + PART),
        target.resolveSibling(base + STATE),
        target.resolveSibling(base + NEXT_STATE));
  }

  private static String base(String name) {
    int room = MAX_NAME_BYTES - NEXT_STATE.length();
    if (name.getBytes(UTF_8).length <= room) {
      return name;
    }
    byte[] bytes = WireText.encode(name);
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    String ending = "~%08x".formatted(sum.getValue());
    String cut = name;
    while (cut.getBytes(UTF_8).length + ending.length() > room) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + ending;
  }
}
