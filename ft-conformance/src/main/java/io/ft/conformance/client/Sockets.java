package io.ft.conformance.client;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The end of a connection. */
final class Sockets {

  private Sockets() {}

  /**
   * Closes the sending side, reads what still comes and closes: for a close with unread input the
   * system would reset, and that can destroy what is on its way.
   *
   * @param millis how long the peer has to close its side
   */
  static void closeOrderly(Socket socket, int millis) throws IOException {
    try (socket) {
      if (socket.isClosed()) {
        return;
      }
      if (!socket.isOutputShutdown()) {
        socket.shutdownOutput();
      }
      socket.setSoTimeout(millis);
      byte[] rest = new byte[8_192];
      while (socket.getInputStream().read(rest) >= 0) {
        // Nobody wants it.
      }
    } catch (SocketException | SocketTimeoutException ended) {
      // The peer has reset, or has had its time: either way this is the end.
      socket.close();
    }
  }
}
