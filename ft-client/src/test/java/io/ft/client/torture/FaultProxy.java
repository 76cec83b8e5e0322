package io.ft.client.torture;

import io.ft.client.RemoteFile;
import io.ft.client.torture.Fault.Direction;
import io.ft.client.torture.Fault.Lengths;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network between a client and a server: its first connections have a fault each, those after
 * them have none.
 */
final class FaultProxy implements AutoCloseable {

  private static final int PIECE_BYTES = 16 * 1024;

  private final ServerSocket listener;
  private final int serverPort;
  private final List<Fault> faults;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicLong bytesToServer = new AtomicLong();
  private final AtomicLong bytesToClient = new AtomicLong();

  private FaultProxy(int serverPort, List<Fault> faults) throws IOException {
    this.serverPort = serverPort;
    this.faults = faults;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts one in front of the server at {@code serverPort}. */
  static FaultProxy start(int serverPort, Fault... faults) throws IOException {
    FaultProxy proxy = new FaultProxy(serverPort, List.of(faults));
    proxy.run("accept", proxy::accept);
    return proxy;
  }

  RemoteFile file(String name) {
    return new RemoteFile("127.0.0.1", listener.getLocalPort(), name);
  }

  /** What has come from both sides. */
  Lengths lengths() {
    return new Lengths(bytesToServer.get(), bytesToClient.get());
  }

  private void run(String name, Runnable work) {
    Thread thread = new Thread(work, "fault-proxy-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void accept() {
    try {
      for (int i = 0; ; i++) {
        connect(i, listener.accept());
      }
    } catch (IOException e) {
      sockets.forEach(FaultProxy::closeQuietly);
    }
  }

  private void connect(int number, Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    sockets.add(client);
    sockets.add(server);
    Fault fault = number < faults.size() ? faults.get(number) : new Fault.None(Direction.TO_CLIENT);
    run("to-server", () -> pump(client, server, Direction.TO_SERVER, fault, bytesToServer));
    run("to-client", () -> pump(server, client, Direction.TO_CLIENT, fault, bytesToClient));
  }

  private static void pump(
      Socket from, Socket to, Direction direction, Fault fault, AtomicLong counter) {
    Fault mine = fault.direction() == direction ? fault : new Fault.None(direction);
    Link link = new Link(from, to);
    byte[] bytes = new byte[PIECE_BYTES];
    long position = 0;
    try {
      InputStream in = from.getInputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        counter.addAndGet(length);
        if (!link.silent) {
          mine.pass(new Fault.Piece(bytes, length, position), link);
        }
        position += length;
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // The end of one side is the end of the other.
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("closing a socket never fails", e);
    }
  }

  /** One direction of a connection. */
  private static final class Link implements Fault.Out {

    private final Socket from;
    private final Socket to;
    private boolean silent;

    Link(Socket from, Socket to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.getOutputStream().write(bytes, offset, length);
    }

    @Override
    public void end(boolean reset) throws IOException {
      if (reset) {
        Fault.reset(to);
        Fault.reset(from);
      } else {
        to.close();
        from.close();
      }
    }

    @Override
    public void silence() {
      silent = true;
    }
  }

  /** Ends every connection, and waits for its threads. */
  @Override
  public void close() throws IOException {
    listener.close();
    sockets.forEach(FaultProxy::closeQuietly);
    try {
      for (Thread thread : threads) {
        thread.join(10_000);
        if (thread.isAlive()) {
          throw new AssertionError("does not end: " + thread.getName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
