package io.ft.client.testing.disk;

/** What a program asks of a file system. */
public enum Call {
  OPEN,
  WRITE,
  READ,
  TRUNCATE,
  FORCE,
  RENAME,
  DELETE,
  CLOSE,
  /** The length, the attributes, the free space or the true name of a file, and its lock. */
  LOOK
}
