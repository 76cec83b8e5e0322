package io.ft.conformance.server;

import io.ft.conformance.Violation;
import java.util.Arrays;

/** What came, against what the {@link Tree} holds. */
final class Contents {

  private Contents() {}

  /** {@code got} must be the whole file. */
  static void expect(String path, byte[] got) throws Violation {
    expect(path, 0, Tree.size(path), got);
  }

  /** {@code got} must be so many bytes of the file. */
  static void expect(String path, long offset, long length, byte[] got) throws Violation {
    byte[] content = Tree.content(path);
    byte[] expected = Arrays.copyOfRange(content, (int) offset, (int) (offset + length));
    int difference = Arrays.mismatch(expected, got);
    if (difference >= 0) {
      throw new Violation(
          "R-4: got %d bytes of %s that differ from the file at %d (expected: %d bytes)"
              .formatted(got.length, path, offset + difference, expected.length));
    }
  }
}
