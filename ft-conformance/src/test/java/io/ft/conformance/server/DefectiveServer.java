package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A right server behind a proxy that makes a wrong one of it. */
final class DefectiveServer implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InetSocketAddress right;
  private final Supplier<Defect> defects;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private DefectiveServer(
      InetSocketAddress right, Supplier<Defect> defects, ServerSocket listener) {
    this.right = right;
    this.defects = defects;
    this.listener = listener;
  }

  /** Makes a wrong one of the server at {@code right}, with one of {@code defects} a connection. */
  static DefectiveServer start(InetSocketAddress right, Supplier<Defect> defects)
      throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    DefectiveServer server = new DefectiveServer(right, defects, listener);
    run(server::accept);
    return server;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Until it is done or its sockets are closed. */
  private static void run(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // One of the two sides has gone, which ends the other one as well.
                return;
              }
            },
            "defective server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket();
      sockets.add(client);
      sockets.add(server);
      server.connect(right);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Defect defect = defects.get();
      client.getOutputStream().write(defect.first());
      run(() -> fromServer(defect, server, client));
      run(() -> fromClient(defect, client, server));
    }
  }

  private void fromServer(Defect defect, Socket server, Socket client) throws IOException {
    FrameSplitter splitter = new FrameSplitter();
    OutputStream out = client.getOutputStream();
    InputStream in = server.getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    boolean framed = false;
    boolean first = true;
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        framed = first ? buffer[0] == 0 : framed;
        first = false;
        if (framed) {
          FrameSplitter.Split split = splitter.add(buffer, read);
          out.write(split.preface());
          for (Frame frame : split.frames()) {
            write(out, defect.fromServer(frame));
          }
        } else {
          out.write(defect.classic(Arrays.copyOf(buffer, read)));
        }
      }
      client.shutdownOutput();
    } catch (SocketException e) {
      if (defect.resets()) {
        client.setSoLinger(true, 0);
      }
      forget(client);
      forget(server);
    }
  }

  private void fromClient(Defect defect, Socket client, Socket server) throws IOException {
    FrameSplitter splitter = new FrameSplitter();
    OutputStream out = server.getOutputStream();
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    boolean framed = false;
    boolean first = true;
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        framed = first ? buffer[0] == 0 : framed;
        first = false;
        if (framed) {
          FrameSplitter.Split split = splitter.add(buffer, read);
          out.write(split.preface());
          for (Frame frame : split.frames()) {
            waitUntilRead(defect);
            write(out, defect.fromClient(frame));
          }
          out.write(split.raw());
        } else {
          out.write(buffer, 0, read);
        }
      }
      if (defect.seesHalfClose()) {
        out.write(splitter.rest());
        server.shutdownOutput();
      }
    } catch (SocketException e) {
      forget(client);
      forget(server);
    }
  }

  private static void write(OutputStream out, List<Frame> frames) throws IOException {
    for (Frame frame : frames) {
      out.write(frame.bytes());
    }
  }

  /** Looks again now and then: what ends the wait happens on another thread. */
  private void waitUntilRead(Defect defect) throws IOException {
    try {
      while (!defect.reads() && !listener.isClosed()) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void forget(Socket socket) throws IOException {
    sockets.remove(socket);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
