package io.ft.bench.load;

import java.util.Locale;
import java.util.Random;

/** What a {@link MixedClient} does next. */
enum MixedAction {
  /** A small file, asked for and taken in one go. */
  SMALL(50),
  /** A large file. */
  LARGE(10),
  /** A listing of a folder and of those below. */
  LIST(15),
  /** A large file that is not wanted any more after its first block. */
  CANCEL(10),
  /** A large file, in the middle of which the connection ends. */
  BREAK(10),
  /** A large file, with a pause at each block. */
  SLOW(5);

  private static final int ALL = 100;

  private final int percent;

  MixedAction(int percent) {
    this.percent = percent;
  }

  /** One of them by chance. */
  static MixedAction next(Random random) {
    int left = random.nextInt(ALL);
    for (MixedAction action : values()) {
      left -= action.percent;
      if (left < 0) {
        return action;
      }
    }
    throw new IllegalStateException("the parts do not make a whole");
  }

  /** As it is counted. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
