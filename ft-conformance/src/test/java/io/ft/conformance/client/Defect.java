package io.ft.conformance.client;

import static io.ft.conformance.client.Task.CLASSIC;

import java.util.List;

/** What a client can do wrong, and the rules of the cases that must find it. */
enum Defect {
  /** Waits for the server's greeting before its own. */
  WAITS_FOR_THE_SERVER("D-5 H-1 F-1, D-7 D-6, D-7 F-1, H-10"),
  /** Takes whatever comes for the preface. */
  IGNORES_THE_PREFACE("D-7 D-6, D-7 F-1"),
  /** Tries classic if the server does not greet. */
  TRIES_THE_OTHER_DIALECT("D-7 D-6, D-7 F-1, D-6"),

  IGNORES_HEADER_CHECKS("F-3"),
  IGNORES_PAYLOAD_CHECKS("F-4"),
  STUMBLES_OVER_UNKNOWN_FRAMES("F-10"),

  TAKES_ANY_VERSION("H-4"),
  TAKES_FEW_EXCHANGES("H-9"),
  TAKES_A_SECOND_HELLO("H-2"),
  REFUSES_MORE_IN_HELLO("H-3"),
  REFUSES_UNKNOWN_FEATURES("H-6"),
  REFUSES_A_TOKEN("H-11"),
  SENDS_ITS_TOKEN_IN_THE_CLEAR("H-12"),
  FLOODS_BEFORE_THE_GREETING("H-10, H-8"),
  FLOODS_BEHIND_THE_GREETING("H-8"),

  REUSES_IDS("X-1"),
  IGNORES_FRAMES_OF_NO_EXCHANGE("X-9, X-2 X-9"),
  IGNORES_FRAMES_OUT_OF_PLACE("X-9"),
  TAKES_NOT_EXISTS_FOR_AN_EMPTY_FILE("R-2, P-3"),
  SENDS_READY_TWICE("X-8, R-10 R-11"),

  SENDS_READY_BEHIND_ADVANCE("R-11, R-10 R-11"),
  JOINS_WITHOUT_TAGS("R-6 B-8"),
  TAKES_ANOTHER_TAG("R-7"),
  CHANGES_NAMES("P-3"),

  TAKES_ANY_OFFSET("B-1 B-4, B-4"),
  TAKES_ANY_LENGTH("B-3 B-4"),
  TAKES_LARGE_BLOCKS("B-2"),
  IGNORES_DATA_CHECKS("F-5 B-8, B-8, R-6 B-8"),
  ASKS_AGAIN_FOR_EVER("B-8"),
  DELIVERS_AT_AN_EARLY_END("B-7"),
  TAKES_ANY_END_LENGTH("B-7"),
  PRESENTS_WHAT_HAS_CHANGED("B-9 R-6, X-2 E-11"),

  TAKES_ANY_NAME("L-8, L-8 P-1, P-1"),
  TAKES_ANY_COUNT("L-8"),
  TAKES_A_LISTING_WITHOUT_ITS_END("L-2, L-1 H-7, L-7, L-8, E-11 X-3, X-9"),

  ANSWERS_FAILURE("E-2, E-2 X-3, E-2 E-4, E-6 E-2"),
  IGNORES_UNKNOWN_CODES("E-4, E-2 E-4"),
  SHOWS_TEXT_AS_IT_IS("E-5"),
  DELIVERS_AT_THE_CLOSE("E-7 E-11 X-3, E-11 X-3"),
  IGNORES_GO_AWAY("E-10, E-8, E-8 X-3, E-8 E-9 X-3"),

  IGNORES_PING("T-1, E-8, E-10"),
  ANSWERS_PING_WITH_ZERO("T-1, E-8, E-10"),

  SENDS_READY_BEFORE_THE_SIZE(
      CLASSIC, "C-2 C-4 C-17 C-18, C-16, C-16 C-17, C-16 C-19, C-18, C-18 C-19, C-19"),
  TAKES_THE_FIRST_DIGITS(CLASSIC, "C-2 C-4 C-17 C-18, C-16, C-16 C-17, C-18 C-19, C-19"),
  TAKES_ANY_SIZE(CLASSIC, "C-16"),
  DELIVERS_BEFORE_THE_CLOSE(CLASSIC, "C-18 C-19, C-19"),
  TAKES_ANY_CLOSE_FOR_SUCCESS(CLASSIC, "C-19"),
  TAKES_A_RESET_FOR_A_CLOSE(CLASSIC, "C-19"),
  IGNORES_MORE_BYTES(CLASSIC, "C-19"),
  TAKES_NO_ANSWER_FOR_AN_EMPTY_FILE(CLASSIC, "C-20");

  private final boolean isClassic;
  private final String found;

  Defect(String found) {
    this(Task.FETCH, found);
  }

  Defect(Task task, String found) {
    this.isClassic = task == CLASSIC;
    this.found = found;
  }

  /** Whether it is one of the classic dialect. */
  boolean isClassic() {
    return isClassic;
  }

  /** The rules of each case that finds it, as they stand there. */
  List<String> found() {
    return List.of(found.split(", "));
  }
}
