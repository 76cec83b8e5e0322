package io.ft.client;

/** What a power failure right after a download may take away. */
public enum Durability {
  /**
   * Everything that the system had not yet written by itself. The fastest, and the default; a crash
   * of a program, this one included, takes nothing.
   */
  NONE,
  /**
   * The name: the content is on the disk before the target appears, so that after a power failure
   * the target has its old content or its new content.
   */
  FILE,
  /** Nothing: the content and the name are on the disk when the download succeeds. */
  FULL
}
