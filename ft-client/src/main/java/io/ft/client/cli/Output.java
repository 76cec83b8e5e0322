package io.ft.client.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints, as UTF-8. It remembers the first failure, so that whoever sees a command
 * fail can tell whether its output was the reason. Used by one thread at a time.
 */
final class Output extends Writer {

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final int BUFFER_CHARS = 32 * 1024;

  private interface Step {
    void run() throws IOException;
  }

  private final Writer out;
  private volatile @Nullable IOException failure;

  /** Writes to {@code out}. */
  Output(Writer out) {
    this.out = out;
  }

  /** Standard output, which unlike {@link System#out} says when it cannot be written. */
  static Output standard() {
    return new Output(
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            BUFFER_CHARS));
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    attempt(() -> out.write(text, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    attempt(() -> out.write(text, offset, length));
  }

  @Override
  public void flush() throws IOException {
    attempt(out::flush);
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private void attempt(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** Why it cannot be written any more; null if it can. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Whether it cannot be written because nobody reads it any more, as in {@code ft ls | head}. */
  boolean hasLostItsReader() {
    return failure != null && (isPipe() || "Broken pipe".equals(failure.getMessage()));
  }

  /**
   * What the system says of a broken pipe depends on the language; a pipe fails in no other way.
   */
  private static boolean isPipe() {
    try {
      String kind = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
      return kind.startsWith("pipe:") || kind.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
