package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Section 2: what the first byte decides. */
final class DetectionCases {

  /** The type of TLS's alerts. */
  private static final int TLS_ALERT = 0x15;

  private DetectionCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "D-5", "a server says nothing before the client's first byte", DetectionCases::silent),
        Case.of(
            "D-1 F-1",
            "behind 0x00 there is the framed dialect or nothing",
            DetectionCases::otherPreface),
        Case.of(
            "D-2",
            "0x16 begins TLS, which a server does or refuses by a close",
            DetectionCases::tls),
        Case.of(
            "D-3 D-4",
            "after any other byte a server speaks classic, or closes",
            DetectionCases::classic));
  }

  private static void silent(ServerUnderTest server) throws Exception {
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(ServerUnderTest.SILENCE_MILLIS);
      expectSilence(socket);
    }
  }

  private static void expectSilence(Socket socket) throws IOException, Violation {
    int first;
    try {
      first = socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      return;
    }
    throw new Violation(
        first < 0
            ? "the server closed at once (expected: it waits)"
            : "got the byte 0x%02x (expected: nothing)".formatted(first));
  }

  private static void otherPreface(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(new byte[] {0x00, 0x66, 0x74, 0x02});
      Message message = connection.readInTime("HELLO, or the end of the connection");
      if (message == null) {
        // A server may wait for the whole preface, and then it cannot say more (E-1).
        return;
      }
      Connection.cast(message, Message.Hello.class);
      connection.expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void tls(ServerUnderTest server) throws Exception {
    try (Socket socket = server.connect()) {
      // A record of a handshake that is none.
      socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x00, 0x04, -1, -1, -1, -1});
      int first = firstByte(socket);
      if (first >= 0 && first != TLS_ALERT) {
        throw new Violation("got the byte 0x%02x (expected: a close)".formatted(first));
      }
      Ends.expectEnd(socket);
    }
  }

  private static int firstByte(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  private static void classic(ServerUnderTest server) throws Exception {
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(Ask.utf8(Tree.SMALL));
      String answer = answer(socket);
      if (server.token() != null && !answer.isEmpty()) {
        throw new Violation("D-4: the server demands a token, and speaks classic: " + answer);
      }
      if (!answer.isEmpty() && !answer.equals("EXISTS")) {
        throw new Violation("got \"" + answer + "\" (expected: EXISTS, or a close)");
      }
    }
  }

  /** Up to six bytes; none if the server closes or resets. */
  private static String answer(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }
}
