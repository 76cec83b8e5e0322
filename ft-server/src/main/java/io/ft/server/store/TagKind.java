package io.ft.server.store;

/** What the tag of a file is made of. Tags of two kinds are never equal. */
public enum TagKind {
  /** Of all that can tell two versions of a file on this machine apart. */
  EXACT,

  /**
   * Of the size and the time of the last change of the content alone. So servers that have copies
   * of a file give it one tag, if the copies were made with their times (to the nanosecond). Who
   * chooses this promises that no two contents of a file have the same size and time.
   */
  PORTABLE
}
