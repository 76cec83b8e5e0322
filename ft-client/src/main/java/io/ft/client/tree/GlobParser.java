package io.ft.client.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads one glob, from its first character to its last. */
final class GlobParser {

  private static final IntPredicate NO_SLASH = character -> character != '/';

  private final String glob;
  private final int[] text;
  private int at;

  GlobParser(String glob) {
    this.glob = glob;
    this.text = glob.codePoints().toArray();
  }

  Glob parse() {
    List<Glob.Element> elements = new ArrayList<>();
    while (at < text.length) {
      int character = text[at++];
      elements.add(character == '{' ? choice() : element(character));
    }
    return new Glob(elements);
  }

  /** Behind a brace. */
  private Glob.Element choice() {
    List<Glob> globs = new ArrayList<>();
    List<Glob.Element> elements = new ArrayList<>();
    while (at < text.length) {
      int character = text[at++];
      switch (character) {
        case '{' -> throw wrong("a group in a group");
        case ',', '}' -> {
          globs.add(new Glob(elements));
          elements.clear();
          if (character == '}') {
            return new Glob.Choice(globs);
          }
        }
        default -> elements.add(element(character));
      }
    }
    throw wrong("'}' is missing");
  }

  private Glob.Element element(int character) {
    return switch (character) {
      case '*' -> many();
      case '?' -> new Glob.One(NO_SLASH);
      case '[' -> oneOf();
      case '\\' -> literal(escaped());
      default -> literal(character);
    };
  }

  private Glob.Element many() {
    boolean overSlashes = at < text.length && text[at] == '*';
    if (overSlashes) {
      at++;
    }
    return new Glob.Many(overSlashes ? character -> true : NO_SLASH);
  }

  private int escaped() {
    if (at == text.length) {
      throw wrong("nothing behind '\\'");
    }
    return text[at++];
  }

  private static Glob.Element literal(int character) {
    return new Glob.One(other -> other == character);
  }

  /** Behind a bracket. As in shells, {@code ]} means itself in the first place. */
  private Glob.Element oneOf() {
    boolean none = at < text.length && (text[at] == '!' || text[at] == '^');
    if (none) {
      at++;
    }
    List<IntPredicate> ranges = new ArrayList<>();
    int first = at;
    while (at < text.length) {
      if (text[at] == ']' && at > first) {
        at++;
        IntPredicate listed = other -> ranges.stream().anyMatch(range -> range.test(other));
        return new Glob.One(NO_SLASH.and(none ? listed.negate() : listed));
      }
      int low = listed();
      boolean isRange = at + 1 < text.length && text[at] == '-' && text[at + 1] != ']';
      if (isRange) {
        at++;
      }
      int high = isRange ? listed() : low;
      if (high < low) {
        throw wrong("a range that ends before it begins");
      }
      ranges.add(other -> low <= other && other <= high);
    }
    throw wrong("']' is missing");
  }

  private int listed() {
    int character = text[at++];
    if (character == '/') {
      throw wrong("'/' between brackets");
    }
    return character == '\\' ? escaped() : character;
  }

  private IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException("no pattern: '" + glob + "': " + problem);
  }
}
