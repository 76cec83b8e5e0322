package io.ft.conformance.wire;

import io.ft.conformance.Violation;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A framed connection to the peer that is tried. Used on one thread. */
public final class Connection implements AutoCloseable {

  private final TracedSocket socket;
  private final MessageReader reader;

  /**
   * Takes over {@code socket}, whose read timeout says how long a peer may take for each step.
   *
   * @param peer the side that the peer is
   * @param trace is told what is said
   */
  public Connection(Socket socket, FrameType.Sender peer, Trace trace) throws IOException {
    this.socket = new TracedSocket(socket, trace);
    this.reader = new MessageReader(this.socket.in(), peer);
  }

  /** The socket, for cases about its end. */
  public Socket socket() {
    return socket.socket();
  }

  /** Sends these bytes, right or wrong. */
  public Connection send(byte[] bytes) throws IOException {
    return send("bytes", bytes);
  }

  private Connection send(String what, byte[] bytes) throws IOException {
    socket.send(what, bytes);
    return this;
  }

  /** Closes the sending side (E-7). */
  public Connection halfClose() throws IOException {
    socket.sendEnd();
    return this;
  }

  /** Sends all of {@code frames} in one write. */
  public Connection send(Frame... frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      out.writeBytes(frame.bytes());
    }
    return send(
        Arrays.stream(frames)
            .map(frame -> "a frame of type 0x%02x for %d".formatted(frame.code(), frame.id()))
            .collect(Collectors.joining("; ")),
        out.toByteArray());
  }

  /** Sends all of {@code messages} in one write. */
  public Connection send(Message... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message message : messages) {
      out.writeBytes(MessageWriter.frame(message).bytes());
    }
    return send(Message.describe(messages), out.toByteArray());
  }

  /** Sends the preface and {@code hello} in one write. */
  public Connection greet(Message.Hello hello) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frame.preface());
    out.writeBytes(MessageWriter.frame(hello).bytes());
    return send("the preface; " + Message.describe(hello), out.toByteArray());
  }

  /** The next message that is not a PING, which is answered here; null when the peer has closed. */
  public @Nullable Message read() throws IOException, Violation {
    while (true) {
      Message message = next();
      if (!(message instanceof Message.Ping ping)) {
        return message;
      }
      send(new Message.Pong(ping.value()));
    }
  }

  private @Nullable Message next() throws IOException, Violation {
    try {
      Message message = reader.read();
      socket.received(Message.describe(message));
      return message;
    } catch (SocketTimeoutException | SocketException | EOFException | Violation e) {
      socket.received("(" + e.getMessage() + ")");
      throw e;
    }
  }

  /** The next message, which must be one of {@code type}. */
  public <M extends Message> M expect(Class<M> type) throws IOException, Violation {
    return cast(readInTime(Message.name(type)), type);
  }

  /** {@link #read} for somebody who waits for {@code expected}. */
  public @Nullable Message readInTime(String expected) throws IOException, Violation {
    try {
      return read();
    } catch (SocketTimeoutException e) {
      throw new Violation(
          "got nothing within %d ms (expected: %s)".formatted(socket().getSoTimeout(), expected));
    } catch (EOFException e) {
      throw new Violation("the peer closed within a frame (expected: " + expected + ")");
    } catch (SocketException e) {
      throw new Violation("%s (expected: %s)".formatted(e.getMessage(), expected));
    }
  }

  /** {@code message}, which must be one of {@code type}. */
  public static <M extends Message> M cast(@Nullable Message message, Class<M> type)
      throws Violation {
    if (!type.isInstance(message)) {
      throw new Violation(
          "got %s (expected: %s)".formatted(Message.describe(message), Message.name(type)));
    }
    return type.cast(message);
  }

  /** As {@link #expect(Class)}, of the exchange {@code id}. */
  public <M extends Message> M expect(Class<M> type, int id) throws IOException, Violation {
    M message = expect(type);
    if (message.id() != id) {
      throw new Violation("got %s (expected: one for %d)".formatted(Message.describe(message), id));
    }
    return message;
  }

  /** A FAILURE with this code for this exchange, or with 0 for the connection. */
  public void expectFailure(int id, int code) throws IOException, Violation {
    Message.Failure failure = expect(Message.Failure.class, id);
    if (failure.code() != code) {
      throw new Violation(
          "got FAILURE %d, \"%s\" (expected: %d)"
              .formatted(failure.code(), text(failure.text()), code));
    }
  }

  /**
   * The peer fails the connection with {@code code} (E-1), or if it cannot tell that any more, just
   * closes. Messages that were on their way before are not looked at.
   */
  public void expectFailed(int code) throws IOException, Violation {
    Message message;
    do {
      message = readInTime("FAILURE " + code + " for the connection");
      if (message instanceof Message.Failure failure && failure.id() == 0) {
        if (failure.code() != code) {
          throw new Violation(
              "the connection was failed with %d, \"%s\" (expected: %d)"
                  .formatted(failure.code(), text(failure.text()), code));
        }
        // E-3: it closes its sending side now; an end without input lets it close at once.
        halfClose();
        expectClosed();
        return;
      }
    } while (message != null);
    throw new Violation("the peer closed without a word (expected: FAILURE " + code + ")");
  }

  /** The peer closes, orderly or not, and sends nothing more. */
  public void expectClosed() throws IOException, Violation {
    try {
      Message message = read();
      if (message != null) {
        throw new Violation("got " + Message.describe(message) + " (expected: the end)");
      }
    } catch (SocketException e) {
      // A reset is an end, too.
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String text(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }
}
