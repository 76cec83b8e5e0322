package io.ft.client.tree;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A glob, in the syntax of {@link java.nio.file.FileSystem#getPathMatcher}, which is not used: it
 * makes regular expressions, and that of {@code *a*a*a*a*b} takes half a minute for a name of 255
 * times the letter a, which a server may choose. This takes no longer than the length of the glob
 * times that of the name. Immutable.
 */
public final class Glob {

  private final List<Element> elements;

  /** What it is made of, one behind the other. */
  Glob(List<Element> elements) {
    this.elements = List.copyOf(elements);
  }

  /** A part of a glob. */
  sealed interface Element {

    /**
     * Where it can end in {@code text}, code points, if it can begin at {@code starts}: both are
     * numbers of code points before the place.
     */
    BitSet ends(int[] text, BitSet starts);
  }

  /** One of the {@code allowed} code points. */
  record One(IntPredicate allowed) implements Element {

    @Override
    public BitSet ends(int[] text, BitSet starts) {
      BitSet ends = new BitSet();
      starts.stream()
          .filter(start -> start < text.length && allowed.test(text[start]))
          .forEach(start -> ends.set(start + 1));
      return ends;
    }
  }

  /** Any number of {@code allowed} code points. */
  record Many(IntPredicate allowed) implements Element {

    @Override
    public BitSet ends(int[] text, BitSet starts) {
      BitSet ends = (BitSet) starts.clone();
      for (int i = 0; i < text.length; i++) {
        if (ends.get(i) && allowed.test(text[i])) {
          ends.set(i + 1);
        }
      }
      return ends;
    }
  }

  /** One of {@code globs}. */
  record Choice(List<Glob> globs) implements Element {

    Choice {
      globs = List.copyOf(globs);
    }

    @Override
    public BitSet ends(int[] text, BitSet starts) {
      BitSet ends = new BitSet();
      globs.forEach(glob -> ends.or(glob.ends(text, starts)));
      return ends;
    }
  }

  /**
   * Reads a glob.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Glob of(String glob) {
    return new GlobParser(glob).parse();
  }

  /** Whether it matches {@code text} as a whole. */
  public boolean matches(String text) {
    int[] codePoints = text.codePoints().toArray();
    return ends(codePoints).get(codePoints.length);
  }

  /** Whether it matches what stands before one of the slashes in {@code path}. */
  boolean matchesAFolderOf(String path) {
    int[] codePoints = path.codePoints().toArray();
    return ends(codePoints).stream()
        .anyMatch(end -> end < codePoints.length && codePoints[end] == '/');
  }

  private BitSet ends(int[] text) {
    BitSet start = new BitSet();
    start.set(0);
    return ends(text, start);
  }

  private BitSet ends(int[] text, BitSet starts) {
    BitSet ends = starts;
    for (Element element : elements) {
      ends = element.ends(text, ends);
    }
    return ends;
  }
}
