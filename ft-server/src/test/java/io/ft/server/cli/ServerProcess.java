package io.ft.server.cli;

import io.ft.server.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code ft-server} in a process of its own, and what it writes to its console. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("listening on (\\S+):(\\d+),");

  private static final Pattern ADMIN = Pattern.compile("answers (http://\\S+)/metrics");

  /** A build that runs in the background, or by nohup, hands on that it hears not all signals. */
  private static final List<String> HEARS_SIGNALS =
      Files.exists(Path.of("/proc/self")) ? List.of("env", "--default-signal=HUP,INT") : List.of();

  private final Process process;
  private final Path out;
  private final Path err;

  private ServerProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it with {@code arguments}; its console goes to files in {@code folder}. */
  public static ServerProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of("LC_ALL", "C.UTF-8"), List.of(), arguments);
  }

  public static ServerProcess start(
      Path folder, Map<String, String> environment, List<String> javaOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(HEARS_SIGNALS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // As the manifest of the runnable jar says.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerMain.class.getName());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "stdout", null);
    Path err = Files.createTempFile(folder, "stderr", null);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    // As many as the files that a process may have open on a small machine.
    builder.environment().put("FT_SERVER_MAX_CONNECTIONS", "1000");
    builder.environment().put("FT_SERVER_MAX_TRANSFERS", "1000");
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), out, err);
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until it says that clients can connect, and where. */
  public InetSocketAddress awaitListening() throws IOException {
    Await.until(
        "the server is listening", () -> !process.isAlive() || READY.matcher(stdout()).find());
    Matcher ready = READY.matcher(stdout());
    if (!ready.find()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + stderr());
    }
    return new InetSocketAddress(
        InetAddress.getByName(ready.group(1)), Integer.parseInt(ready.group(2)));
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends a signal, such as HUP. */
  public void signal(String name) throws IOException {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError("kill ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits until its standard error contains {@code text}. */
  public void awaitError(String text) throws IOException {
    Await.until("it says: " + text, () -> stderr().contains(text) || !process.isAlive());
    if (!stderr().contains(text)) {
      throw new AssertionError("ended without saying " + text + ": " + stderr());
    }
  }

  /** Where it answers by HTTP. */
  public String adminUrl() throws IOException {
    Await.until("it says where it answers", () -> ADMIN.matcher(stdout()).find());
    Matcher admin = ADMIN.matcher(stdout());
    if (!admin.find()) {
      throw new AssertionError("it was there just now");
    }
    return admin.group(1);
  }

  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  public String stdout() throws IOException {
    return Files.readString(out);
  }

  public String stderr() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
