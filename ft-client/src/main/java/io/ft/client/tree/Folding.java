package io.ft.client.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Which names a file system takes for one.
 *
 * @param foldsCase whether names that differ in upper and lower case alone are one
 * @param foldsForm whether names that differ in their Unicode form alone are one
 */
record Folding(boolean foldsCase, boolean foldsForm) {

  /** As few names as any system can hold apart. */
  static final Folding ALL = new Folding(true, true);

  private static final String COMPOSED = "f\u00e9";
  private static final String DECOMPOSED = "fe\u0301";

  /**
   * Finds out by trying, in a folder of its own in {@code folder}, which it removes again.
   *
   * @throws IOException if nothing can be written there
   */
  static Folding of(Path folder) throws IOException {
    String name = ".ft-names-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path trial = Files.createDirectory(folder.resolve(name));
    try {
      return new Folding(
          isFoundAs(trial, "a", "A"),
          // Where a name beyond ASCII is none, there is nothing to fold.
          isName(COMPOSED) && isFoundAs(trial, COMPOSED, DECOMPOSED));
    } finally {
      Files.delete(trial);
    }
  }

  private static boolean isName(String name) {
    try {
      return Path.of(name).toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isFoundAs(Path folder, String name, String other) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    try {
      return Files.exists(folder.resolve(other), LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.delete(file);
    }
  }

  boolean foldsAnything() {
    return foldsCase || foldsForm;
  }

  /** What all names that are taken for {@code name} have in common. */
  String fold(String name) {
    String folded = foldsForm ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
    if (foldsCase) {
      folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    return foldsForm ? Normalizer.normalize(folded, Normalizer.Form.NFC) : folded;
  }
}
