package io.ft.conformance.server;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Ends of connections. */
final class Ends {

  /** Much more than the 2 s that E-3 recommends. */
  private static final Duration SHORT_TIME = Duration.ofSeconds(10);

  private Ends() {}

  /** The peer closes or resets; what comes before that is thrown away. */
  static void expectEnd(Socket socket) throws IOException, Violation {
    byte[] buffer = new byte[64 * 1024];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {
        // What was on its way.
      }
    } catch (SocketTimeoutException e) {
      throw new Violation(
          "the connection did not end within %d ms".formatted(socket.getSoTimeout()));
    } catch (SocketException e) {
      // A reset is an end, too.
      return;
    }
  }

  /**
   * The connection ends, wherever in a frame. Up to there blocks of an exchange may come that was
   * sending, but not its END.
   */
  static void expectEndWithoutEnd(Connection connection) throws IOException, Violation {
    try {
      Message message = connection.read();
      while (message != null) {
        if (message instanceof Message.End) {
          throw new Violation(
              "got %s (expected: the end of the connection)".formatted(Message.describe(message)));
        }
        message = connection.read();
      }
    } catch (SocketTimeoutException e) {
      throw new Violation(
          "the connection did not end within %d ms".formatted(connection.socket().getSoTimeout()));
    } catch (EOFException | SocketException e) {
      // It need not be between two frames.
      return;
    }
  }

  /**
   * The server gives up a connection whose client keeps its side open and goes on sending {@code
   * input}.
   */
  static void expectClosedFor(Connection connection, byte[] input)
      throws IOException, Violation, InterruptedException {
    long deadlineNanos = System.nanoTime() + SHORT_TIME.toNanos();
    try {
      while (System.nanoTime() < deadlineNanos) {
        connection.socket().getOutputStream().write(input);
        Thread.sleep(20);
      }
    } catch (SocketException e) {
      return;
    }
    throw new Violation(
        "the server has not closed within %d s (expected: about 2 s)"
            .formatted(SHORT_TIME.toSeconds()));
  }
}
