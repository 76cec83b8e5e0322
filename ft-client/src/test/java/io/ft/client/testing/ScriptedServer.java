package io.ft.client.testing;

import io.ft.client.RemoteFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback interface that does with each connection what its script says, right or
 * wrong. {@link #close} fails if a script did; that the client left in the middle of one is no
 * failure.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What happens on a connection; it is closed when this returns. */
  public interface Script {
    void play(Socket socket) throws IOException, InterruptedException;
  }

  /** A {@link Script} that speaks the framed dialect. */
  public interface FramedScript {
    void play(FramedPeer client) throws IOException, InterruptedException;
  }

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ServerSocket listener;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Throwable> problems = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedServer(Script script) throws IOException {
    this.listener = new ServerSocket(0, 50, LOOPBACK);
    this.script = script;
  }

  /** Starts a server of any bytes. */
  public static ScriptedServer start(Script script) throws IOException {
    ScriptedServer server = new ScriptedServer(script);
    server.run("accept", server::accept);
    return server;
  }

  /** Starts a server that greets and then plays {@code script}. */
  public static ScriptedServer framed(FramedScript script) throws IOException {
    return ungreeted(
        client -> {
          client.greet();
          script.play(client);
        });
  }

  /** Starts a server that speaks the framed dialect, and leaves the greeting to the script. */
  public static ScriptedServer ungreeted(FramedScript script) throws IOException {
    return start(
        socket -> {
          try (FramedPeer client = new FramedPeer(socket)) {
            script.play(client);
          }
        });
  }

  /**
   * Starts a server that says {@code bytes} to whatever comes, and leaves the closing to the
   * client.
   */
  public static ScriptedServer saying(byte[] bytes) throws IOException {
    return start(
        socket -> {
          socket.getOutputStream().write(bytes);
          untilClosed(socket);
        });
  }

  /** Reads and throws away what comes until the client closes. */
  public static void untilClosed(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {
        // nobody wants it
      }
    } catch (SocketException e) {
      // a reset is a close, too
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The URL of a file on this server. */
  public RemoteFile file(String path) {
    return new RemoteFile("127.0.0.1", port(), path);
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  private void accept() throws IOException, InterruptedException {
    while (true) {
      Socket socket = listener.accept();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.LIMIT_SECONDS));
      sockets.add(socket);
      int number = connections.incrementAndGet();
      run(
          "connection-" + number,
          () -> {
            try (socket) {
              script.play(socket);
            }
          });
    }
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private void run(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (SocketTimeoutException e) {
                problems.add(new AssertionError("the client neither spoke nor left", e));
              } catch (IOException | InterruptedException e) {
                // the client has left, or the test is over
              } catch (RuntimeException | AssertionError e) {
                problems.add(e);
              }
            },
            "scripted-server-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      thread.interrupt();
      Await.until(thread.getName() + " ends", () -> !thread.isAlive());
    }
    if (!problems.isEmpty()) {
      AssertionError failure = new AssertionError("the script failed", problems.get(0));
      problems.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
