package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ft} as a process of its own, with the classes under test. */
final class FtProcess implements AutoCloseable {

  private final Process process;
  private final Path errors;

  private FtProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts it.
   *
   * @param folder where it runs
   */
  static FtProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), List.of(), arguments);
  }

  /**
   * Starts it.
   *
   * @param folder where it runs
   * @param launcher a program that runs it, with its own arguments; empty for none
   * @param javaOptions options of the virtual machine
   */
  static FtProcess start(
      Path folder, List<String> launcher, List<String> javaOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), FtMain.class.getName()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("ft", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new FtProcess(builder.redirectError(errors.toFile()).start(), errors);
  }

  /** What it writes to standard output. */
  InputStream out() {
    return process.getInputStream();
  }

  long pid() {
    return process.pid();
  }

  /** Sends SIGTERM, and leaves its streams open. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Its exit code, once it has ended. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(Await.LIMIT_SECONDS, TimeUnit.SECONDS))
        .as("the process has ended")
        .isTrue();
    return process.exitValue();
  }

  /** What it has written to standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(errors);
  }
}
