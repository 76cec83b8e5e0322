package io.ft.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A server that does with its one connection what a test says. */
final class ScriptedServer implements AutoCloseable {

  /** What it does; the connection is closed at the end. */
  interface Script {
    void run(Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final CompletableFuture<Void> script;

  private ScriptedServer(Script script) throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.script =
        CompletableFuture.runAsync(
            () -> {
              try (Socket socket = listener.accept()) {
                script.run(socket);
              } catch (IOException e) {
                // Tests look at the client, which may well have gone by now.
              }
            },
            task -> new Thread(task).start());
  }

  static ScriptedServer start(Script script) throws IOException {
    return new ScriptedServer(script);
  }

  /** Waits for some bytes, and sends {@code answers}, one for each time that some came. */
  static Script answering(byte[]... answers) {
    return socket -> {
      byte[] buffer = new byte[64 * 1024];
      for (byte[] answer : answers) {
        if (socket.getInputStream().read(buffer) < 0) {
          return;
        }
        socket.getOutputStream().write(answer);
      }
    };
  }

  /** Waits until the client has closed. */
  static void awaitEnd(Socket socket) throws IOException {
    socket.getInputStream().readAllBytes();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    script.join();
  }
}
