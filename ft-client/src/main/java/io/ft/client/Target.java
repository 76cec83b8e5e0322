package io.ft.client;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;

/** Where the bytes of a download go. */
public sealed interface Target {

  /**
   * A file. It appears, or changes from its old content to its new, at once and only when all of it
   * has been verified; until then the bytes are in a file beside it.
   */
  static Target file(Path path) {
    return new ToFile(path, false);
  }

  /**
   * The same, in a folder that was just made, so that nothing can be there to go on with or to be
   * left alone: it is not looked for, which takes longer than to write a small file. What comes to
   * be there all the same is treated as if it had come during the download.
   */
  static Target newFile(Path path) {
    return new ToFile(path, true);
  }

  /**
   * A stream, which stays open. Each block is handed on when it has been verified, so that what was
   * handed on is right even when the download does not reach its end.
   */
  static Target stream(WritableByteChannel channel) {
    return new ToStream(channel);
  }

  /** See {@link #file} and {@link #newFile}. */
  record ToFile(Path path, boolean isNew) implements Target {
    public ToFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /** See {@link #stream}. */
  record ToStream(WritableByteChannel channel) implements Target {
    public ToStream {
      Objects.requireNonNull(channel, "channel");
    }
  }
}
