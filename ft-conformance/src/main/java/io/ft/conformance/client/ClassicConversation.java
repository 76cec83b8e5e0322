package io.ft.conformance.client;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A classic connection of the client that is tried. Used on one thread. */
final class ClassicConversation implements AutoCloseable {

  /** How long nothing must come where the client has to wait. */
  private static final int QUIET_MILLIS = 250;

  private static final int PAUSE_MILLIS = 2;

  /** Well below the settle time of 20 ms. */
  private static final int MAX_GAP_MILLIS = 14;

  private static final int CLOSING_MILLIS = 2_000;
  private static final byte[] READY = ascii("READY");

  private final Socket socket;
  private final Transcript transcript;
  private final int patienceMillis;

  ClassicConversation(Socket socket, Transcript transcript) throws IOException {
    this.socket = socket;
    this.transcript = transcript;
    this.patienceMillis = socket.getSoTimeout();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void send(String text) throws IOException {
    send(Transcript.bytes(ascii(text)), ascii(text));
  }

  void send(String what, byte[] bytes) throws IOException {
    transcript.sent(what);
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException e) {
      transcript.sent("(not taken: " + e.getMessage() + ")");
    }
  }

  /**
   * Sends each of {@code pieces} by itself, with a pause between them.
   *
   * @throws NotApplicable if this machine was too slow to keep two digits together
   */
  void sendApart(String... pieces) throws IOException, InterruptedException, NotApplicable {
    long digitNanos = 0;
    boolean hasDigit = false;
    for (String piece : pieces) {
      send(piece);
      long now = System.nanoTime();
      if (hasDigit && now - digitNanos > TimeUnit.MILLISECONDS.toNanos(MAX_GAP_MILLIS)) {
        throw new NotApplicable("this machine is too busy to send a size in pieces in time");
      }
      hasDigit |= Character.isDigit(piece.charAt(piece.length() - 1));
      digitNanos = now;
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** What comes next; empty if nothing comes in time, null at the end. */
  private byte @Nullable [] read() throws IOException {
    byte[] buffer = new byte[8_192];
    int count;
    try {
      count = socket.getInputStream().read(buffer);
    } catch (SocketTimeoutException e) {
      return new byte[0];
    } catch (SocketException e) {
      transcript.received("(" + e.getMessage() + ")");
      return null;
    }
    if (count < 0) {
      transcript.received("(close)");
      return null;
    }
    byte[] some = Arrays.copyOf(buffer, count);
    transcript.received(Transcript.bytes(some));
    return some;
  }

  /** The name, and nothing else. */
  void expectName(String name) throws IOException, Violation {
    expect(name.getBytes(StandardCharsets.UTF_8));
  }

  /** READY once, and nothing else. */
  void expectReady() throws IOException, Violation {
    expect(READY);
  }

  /** What comes behind it is looked at by the next step. */
  private void expect(byte[] expected) throws IOException, Violation {
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    while (came.size() < expected.length) {
      byte[] some = read();
      if (some == null || some.length == 0) {
        break;
      }
      came.writeBytes(some);
    }
    if (!Arrays.equals(came.toByteArray(), expected)) {
      throw new Violation(
          "got %s (expected: %s)"
              .formatted(Transcript.bytes(came.toByteArray()), Transcript.bytes(expected)));
    }
  }

  /** Nothing comes for a while, and the client does not close. */
  void expectSilence() throws IOException, Violation {
    socket.setSoTimeout(QUIET_MILLIS);
    byte[] came = read();
    socket.setSoTimeout(patienceMillis);
    if (came == null) {
      throw new Violation("the client closed (expected: it waits)");
    }
    if (came.length > 0) {
      throw new Violation("got " + Transcript.bytes(came) + " (expected: nothing yet)");
    }
  }

  /** The client closes and sends nothing more. */
  void expectClosed() throws IOException, Violation {
    byte[] came = read();
    if (came != null) {
      throw new Violation(
          came.length == 0
              ? "the client did not close"
              : "got " + Transcript.bytes(came) + " (expected: the end)");
    }
  }

  void shutdownOutput() throws IOException {
    transcript.sent("(close)");
    socket.shutdownOutput();
  }

  void reset() throws IOException {
    transcript.sent("(reset)");
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    Sockets.closeOrderly(socket, CLOSING_MILLIS);
  }
}
