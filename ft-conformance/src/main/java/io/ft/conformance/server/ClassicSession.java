package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.TooBusy;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.TracedSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A connection in the classic dialect, as the original client has one. Used on one thread. */
final class ClassicSession implements AutoCloseable {

  /** How a server ended a connection. */
  enum End {
    ORDERLY,
    RESET
  }

  /** What the original programs take at once. */
  private static final int RECV_BYTES = 1_024;

  private static final int MAX_DIGITS = 19;

  private final TracedSocket socket;
  private final Duration settleTime;

  private ClassicSession(TracedSocket socket, Duration settleTime) {
    this.socket = socket;
    this.settleTime = settleTime;
  }

  /** A connection with little room for what is not read. */
  static ClassicSession open(ServerUnderTest server) throws IOException, NotApplicable {
    Duration settleTime = server.settleTime();
    if (settleTime == null) {
      throw new NotApplicable("classic is off (--classic)");
    }
    return new ClassicSession(new TracedSocket(server.connectNarrow(), server.trace()), settleTime);
  }

  Duration settleTime() {
    return settleTime;
  }

  ClassicSession send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  ClassicSession send(byte[] bytes) throws IOException {
    socket.send("bytes", bytes);
    return this;
  }

  void halfClose() throws IOException {
    socket.sendEnd();
  }

  /** What one read returns; empty at the end. */
  private byte[] read() throws IOException, Violation {
    byte[] buffer = new byte[RECV_BYTES];
    try {
      int read = socket.in().read(buffer);
      socket.received(read < 0 ? "the end of the connection" : "bytes");
      return Arrays.copyOf(buffer, Math.max(read, 0));
    } catch (SocketTimeoutException e) {
      socket.received("(nothing)");
      throw new Violation("got nothing within %d ms".formatted(socket.socket().getSoTimeout()));
    }
  }

  /** {@code EXISTS}, alone in one read, and then the size. */
  long expectExists() throws IOException, Violation {
    expectWord("EXISTS");
    long sinceNanos = System.nanoTime();
    String digits = text(read());
    if (System.nanoTime() - sinceNanos < 1_000_000) {
      throw new Violation("C-22: the size came within 1 ms (expected: after the answer gap)");
    }
    if (!digits.matches("0|[1-9][0-9]{0," + (MAX_DIGITS - 1) + "}")) {
      throw new Violation("C-3: got \"" + digits + "\" (expected: the size, alone)");
    }
    return Long.parseLong(digits);
  }

  /** {@code NOT_EXISTS}, and an orderly close. */
  void expectNotExists() throws IOException, Violation {
    expectWord("NOT_EXISTS");
    expectEnd(End.ORDERLY, 0);
  }

  void expectWord(String word) throws IOException, Violation {
    String got = text(read());
    if (!got.equals(word)) {
      throw new Violation("got \"%s\" (expected: %s, alone)".formatted(got, word));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("\\p{Cntrl}", "?");
  }

  /** So many bytes of data. */
  byte[] expectData(int length) throws IOException, Violation {
    byte[] data = socket.in().readNBytes(length);
    socket.received("data");
    if (data.length < length) {
      throw new Violation(
          "C-13: the server closed behind %d bytes (expected: %d)".formatted(data.length, length));
    }
    return data;
  }

  /** The server ends the connection in this way; at most so many bytes come before. */
  void expectEnd(End expected, long mostBytes) throws IOException, Violation {
    End end = expectEnd(mostBytes);
    if (end != expected) {
      throw new Violation("the end was %s (expected: %s)".formatted(end, expected));
    }
  }

  /** As {@link #expectEnd(End, long)}, in any way. */
  End expectEnd(long mostBytes) throws IOException, Violation {
    byte[] buffer = new byte[64 * 1024];
    long got = 0;
    try {
      int read = socket.in().read(buffer);
      while (read >= 0) {
        got += read;
        if (got > mostBytes) {
          throw new Violation(
              "got %d bytes (expected: the end behind at most %d)".formatted(got, mostBytes));
        }
        read = socket.in().read(buffer);
      }
      socket.received("the end behind " + got + " bytes");
      return End.ORDERLY;
    } catch (SocketTimeoutException e) {
      throw new Violation(
          "got nothing within %d ms (expected: the end)".formatted(socket.socket().getSoTimeout()));
    } catch (SocketException e) {
      socket.received("a reset behind " + got + " bytes");
      return End.RESET;
    }
  }

  /** Nothing comes, and the connection goes on. */
  void expectSilence() throws IOException, Violation {
    if (!socket.isQuiet(ServerUnderTest.SILENCE_MILLIS)) {
      int first = socket.in().read();
      throw new Violation(
          first < 0
              ? "the server closed"
              : "got the byte 0x%02x (expected: none)".formatted(first));
    }
  }

  /**
   * A pause within a name.
   *
   * @throws TooBusy if it became so long that it ended the name
   */
  void pauseWithinName(long millis) throws InterruptedException, TooBusy {
    long sinceNanos = System.nanoTime();
    Thread.sleep(millis);
    if (System.nanoTime() - sinceNanos >= settleTime.toNanos()) {
      throw new TooBusy("this machine is too busy for pauses below the settle time");
    }
  }

  /** How long the next step may take. */
  void waitAtMost(Duration time) throws IOException {
    socket.socket().setSoTimeout((int) time.toMillis());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
