package io.ft.client.store;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Bytes that were right when they came are read back wrong. */
public final class DiskDamageException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  DiskDamageException(Path part, long offset) {
    super(
        part.toString(),
        null,
        "the block at byte " + offset + " was written and is read back wrong, twice");
  }
}
