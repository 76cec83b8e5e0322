package io.ft.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** Sockets of test clients: a read that hangs fails the test. */
final class Sockets {

  /** How a server can end a connection. */
  enum Closed {
    ORDERLY,
    RESET
  }

  /**
   * The size of a file that does not fit into all the buffers between a server and a client that
   * does not read and was connected by {@link #connectWithSmallBuffer}.
   */
  static final int MORE_THAN_BUFFERS_BYTES = 16 * 1024 * 1024;

  private static final int SMALL_BUFFER_BYTES = 16 * 1024;

  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private Sockets() {}

  static Socket connect(InetSocketAddress address) throws IOException {
    return connect(new Socket(), address);
  }

  static Socket connectWithSmallBuffer(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    return connect(socket, address);
  }

  /** Connects from {@code local}, which on the loopback interface can be any of its addresses. */
  static Socket connectFrom(InetAddress local, InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(local, 0));
    return connect(socket, address);
  }

  private static Socket connect(Socket socket, InetSocketAddress address) throws IOException {
    socket.connect(address);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    return socket;
  }

  /** Kills the connection: the server sees a reset, as if the client's process had crashed. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads and throws away all that comes, until the server ends the connection. */
  static Closed drain(Socket socket) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    InputStream in = socket.getInputStream();
    try {
      while (in.read(buffer) >= 0) {
        // nobody wants these bytes
      }
      return Closed.ORDERLY;
    } catch (SocketException | SSLException e) {
      return Closed.RESET;
    }
  }
}
