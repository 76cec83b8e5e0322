package io.ft.conformance.wire;

import io.ft.conformance.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A framed connection to the peer that is tried. Used on one thread. */
public final class Connection implements AutoCloseable {

  private final Socket socket;
  private final MessageReader reader;

  /**
   * Takes over {@code socket}, whose read timeout says how long a peer may take for each step.
   *
   * @param peer the side that the peer is
   */
  public Connection(Socket socket, FrameType.Sender peer) throws IOException {
    this.socket = socket;
    this.reader = new MessageReader(socket.getInputStream(), peer);
  }

  /** The socket, for cases about its end. */
  public Socket socket() {
    return socket;
  }

  /** Sends these bytes, right or wrong. */
  public Connection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends all of {@code frames} in one write. */
  public Connection send(Frame... frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      out.writeBytes(frame.bytes());
    }
    return send(out.toByteArray());
  }

  /** Sends all of {@code messages} in one write. */
  public Connection send(Message... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message message : messages) {
      out.writeBytes(MessageWriter.frame(message).bytes());
    }
    return send(out.toByteArray());
  }

  /** The next message that is not a PING, which is answered here; null when the peer has closed. */
  public @Nullable Message read() throws IOException, Violation {
    while (true) {
      Message message = reader.read();
      if (!(message instanceof Message.Ping ping)) {
        return message;
      }
      send(new Message.Pong(ping.value()));
    }
  }

  /** The next message, which must be one of {@code type}. */
  public <M extends Message> M expect(Class<M> type) throws IOException, Violation {
    Message message = read();
    if (!type.isInstance(message)) {
      throw new Violation(
          "got %s (expected: %s)".formatted(Message.describe(message), type.getSimpleName()));
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
      message = read();
      if (message instanceof Message.Failure failure && failure.id() == 0) {
        if (failure.code() != code) {
          throw new Violation(
              "the connection was failed with %d, \"%s\" (expected: %d)"
                  .formatted(failure.code(), text(failure.text()), code));
        }
        // E-3: it closes its sending side now; an end without input lets it close at once.
        socket.shutdownOutput();
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
