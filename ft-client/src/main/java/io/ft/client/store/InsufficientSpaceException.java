package io.ft.client.store;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The file system has too little room. */
public final class InsufficientSpaceException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  InsufficientSpaceException(Path file, long neededBytes, long usableBytes) {
    super(
        file.toString(), null, "needs " + neededBytes + " bytes, and " + usableBytes + " are free");
  }
}
