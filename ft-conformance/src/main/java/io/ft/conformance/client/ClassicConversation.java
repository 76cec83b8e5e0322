package io.ft.conformance.client;

import io.ft.conformance.TooBusy;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.TracedSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private final TracedSocket socket;

  ClassicConversation(TracedSocket socket) {
    this.socket = socket;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void send(String text) throws IOException {
    send(Message.quote(ascii(text)), ascii(text));
  }

  void send(String what, byte[] bytes) throws IOException {
    socket.offer(what, bytes);
  }

  /**
   * Sends each of {@code pieces} by itself, with a pause between them.
   *
   * @throws TooBusy if this machine was too slow to keep two digits together
   */
  void sendApart(String... pieces) throws IOException, InterruptedException, TooBusy {
    long digitNanos = 0;
    boolean hasDigit = false;
    for (String piece : pieces) {
      send(piece);
      long now = System.nanoTime();
      if (hasDigit && now - digitNanos > TimeUnit.MILLISECONDS.toNanos(MAX_GAP_MILLIS)) {
        throw new TooBusy("this machine is too busy to send a size in pieces in time");
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
      count = socket.in().read(buffer);
    } catch (SocketTimeoutException e) {
      socket.received("(nothing)");
      return new byte[0];
    } catch (SocketException e) {
      socket.received("(" + e.getMessage() + ")");
      return null;
    }
    if (count < 0) {
      socket.received("the end of the connection");
      return null;
    }
    byte[] some = Arrays.copyOf(buffer, count);
    socket.received(Message.quote(some));
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
              .formatted(Message.quote(came.toByteArray()), Message.quote(expected)));
    }
  }

  /** Nothing comes for a while, and the client does not close. */
  void expectSilence() throws IOException, Violation {
    if (!socket.isQuiet(QUIET_MILLIS)) {
      byte[] came = read();
      if (came == null) {
        throw new Violation("the client closed (expected: it waits)");
      }
      throw new Violation("got " + Message.quote(came) + " (expected: nothing yet)");
    }
  }

  /** The client closes and sends nothing more. */
  void expectClosed() throws IOException, Violation {
    byte[] came = read();
    if (came != null) {
      throw new Violation(
          came.length == 0
              ? "the client did not close"
              : "got " + Message.quote(came) + " (expected: the end)");
    }
  }

  void shutdownOutput() throws IOException {
    socket.sendEnd();
  }

  void reset() throws IOException {
    socket.reset();
  }

  @Override
  public void close() throws IOException {
    Sockets.closeOrderly(socket.socket(), CLOSING_MILLIS);
  }
}
