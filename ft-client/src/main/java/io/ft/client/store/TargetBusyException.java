package io.ft.client.store;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Another download, here or in another process, writes to the same target. */
public final class TargetBusyException extends FileSystemException {

  private static final long serialVersionUID = 1L;

  TargetBusyException(Path part) {
    super(part.toString(), null, "another download is writing to it");
  }
}
