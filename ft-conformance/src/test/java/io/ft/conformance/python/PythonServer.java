package io.ft.conformance.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running {@code ft_serve.py}. */
final class PythonServer implements AutoCloseable {

  private static final String LISTENING = "listening on 127.0.0.1:";

  private final Process process;
  private final InetSocketAddress address;

  private PythonServer(Process process, int port) {
    this.process = process;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Serves {@code root}. */
  static PythonServer start(Path root) throws IOException {
    Process process =
        new ProcessBuilder(Python.command("ft_serve.py", root.toString(), "--port", "0"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith(LISTENING)) {
      process.destroyForcibly();
      throw new AssertionError("ft_serve.py said: " + line);
    }
    return new PythonServer(process, Integer.parseInt(line.substring(LISTENING.length())));
  }

  InetSocketAddress address() {
    return address;
  }

  /** Asks it to end, as an operator does (SIGTERM). */
  void stop() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
