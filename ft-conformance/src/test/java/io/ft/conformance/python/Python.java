package io.ft.conformance.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs of the pair in Python. */
final class Python {

  /** Where they are, seen from where the tests run. */
  static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();

  private static final Path COMPILED = Path.of("target/python").toAbsolutePath();

  /** Itself, and no script of a version manager in front of it, which can take longer than it. */
  private static final String INTERPRETER = interpreter();

  private static final int LIMIT_SECONDS = 120;

  private Python() {}

  /**
   * What came of a program.
   *
   * @param output what it printed, errors included
   */
  record Ended(int exitCode, String output) {}

  /**
   * The words that start {@code script}, or a module of Python, without a trace in its folder: what
   * it compiles is kept beside the classes of the tests.
   */
  static List<String> command(String script, String... arguments) {
    List<String> words =
        new ArrayList<>(List.of(INTERPRETER, "-S", "-E", "-X", "pycache_prefix=" + COMPILED));
    words.add(script.endsWith(".py") ? FOLDER.resolve(script).toString() : script);
    words.addAll(List.of(arguments));
    return words;
  }

  private static String interpreter() {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return process.inputReader().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it in {@code folder} until it has ended. */
  static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("python", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end");
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
