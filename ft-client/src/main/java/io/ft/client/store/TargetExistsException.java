package io.ft.client.store;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The target is there, and must not be replaced. */
public final class TargetExistsException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  TargetExistsException(Path target) {
    super(target.toString(), null, "is there already, and is not to be replaced");
  }
}
