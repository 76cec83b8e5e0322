package io.ft.client.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Another process that makes a part file and keeps it until it is stopped, or its standard input
 * ends.
 */
final class PartHolder implements AutoCloseable {

  private final Process process;

  private PartHolder(Process process) {
    this.process = process;
  }

  /** The other process. */
  public static void main(String[] arguments) throws IOException {
    try (PartFile part = PartFile.create(Path.of(arguments[0]))) {
      System.out.println("held: " + part.size() + " bytes");
      while (System.in.read() >= 0) {
        // until it is closed
      }
    }
  }

  /** Starts one and returns when it holds {@code part}. */
  static PartHolder hold(Path part) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PartHolder.class.getName(),
                    part.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = Objects.requireNonNullElse(out.readLine(), "it ended");
    if (!line.startsWith("held")) {
      process.destroyForcibly();
      throw new AssertionError("the part is not held: " + line);
    }
    return new PartHolder(process);
  }

  /** Ends it as {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
