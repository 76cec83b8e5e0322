package io.ft.server.store;

/** What a store makes of symbolic links below the folder of a share. */
public enum Symlinks {
  /** They are neither served nor listed. */
  REFUSE,

  /**
   * A link stands for what it leads to, if that lies in the same share, and every link on the way
   * there does. Any other is neither served nor listed.
   */
  INSIDE
}
