package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.FrameType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The client that is tried: a program that fetches one file and ends.
 *
 * @param command starts it; in each word {@code {port}} stands for the port of the kit's server on
 *     127.0.0.1, {@code {path}} for the path of the file, {@code {folder}} for an empty folder, in
 *     which the file must be found under its last name when the client has ended with 0
 * @param patience how long it may take for a step, and to end
 * @param folder below which the folders for it are made
 */
public record ClientUnderTest(List<String> command, Duration patience, Path folder) {

  /** What a server that the client has connected to does. */
  @FunctionalInterface
  public interface Script<T> {

    /** Talks to the client; the connection is closed afterwards. */
    void run(T connection) throws Exception;
  }

  /**
   * How a run of the client ended.
   *
   * @param exitCode 0 if it says that it has the file
   * @param folder what it had as its {@code {folder}}
   */
  public record Run(int exitCode, Path folder) {

    /** It must have the file, with this content. */
    public void expectDelivered(String name, byte[] content) throws IOException, Violation {
      if (exitCode != 0) {
        throw new Violation("the client ended with " + exitCode + " (expected: 0)");
      }
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        throw new Violation("the client ended with 0, and there is no " + name);
      }
      if (!java.util.Arrays.equals(Files.readAllBytes(file), content)) {
        throw new Violation("the client's copy is not the file");
      }
    }

    /** It must say that it has failed, and there must be no file of this name. */
    public void expectNotDelivered(String name) throws Violation {
      if (exitCode == 0) {
        throw new Violation("the client ended with 0 (expected: a failure)");
      }
      if (Files.exists(folder.resolve(name))) {
        throw new Violation("the client failed, and left a " + name);
      }
    }
  }

  /**
   * Lets the client fetch {@code path} from a server that speaks framed and does {@code script}.
   */
  public Run fetch(String path, Script<Connection> script) throws Exception {
    return fetchFrom(
        path,
        socket -> {
          try (Connection connection = new Connection(socket, FrameType.Sender.CLIENT)) {
            script.run(connection);
          }
        });
  }

  /** As {@link #fetch}, on the bare connection. Further connections of the client are refused. */
  public Run fetchFrom(String path, Script<Socket> script) throws Exception {
    Path target = Files.createTempDirectory(folder, "fetched");
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Process client = start(listener.getLocalPort(), path, target);
    try (Socket socket = accept(listener)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      script.run(socket);
    } catch (SocketTimeoutException e) {
      end(client);
      throw new Violation("the client did nothing for " + patience.toSeconds() + " s");
    }
    try {
      if (!client.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Violation("the client did not end within " + patience.toSeconds() + " s");
      }
      return new Run(client.exitValue(), target);
    } finally {
      end(client);
    }
  }

  /** Takes one connection, and no other. */
  private Socket accept(ServerSocket listener) throws IOException {
    try (listener) {
      listener.setSoTimeout((int) patience.toMillis());
      return listener.accept();
    }
  }

  private static void end(Process client) {
    client.descendants().forEach(ProcessHandle::destroyForcibly);
    client.destroyForcibly();
  }

  private Process start(int port, String path, Path target) throws IOException {
    List<String> words =
        command.stream()
            .map(word -> word.replace("{port}", String.valueOf(port)))
            .map(word -> word.replace("{path}", path))
            .map(word -> word.replace("{folder}", target.toString()))
            .toList();
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(folder, "output", ".txt").toFile())
        .start();
  }
}
