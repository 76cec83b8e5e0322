package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageReader;
import io.ft.conformance.wire.MessageWriter;
import io.ft.conformance.wire.TracedSocket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A framed connection of the client that is tried. All that it sends is read strictly, watched by
 * {@link ConversationRules} and written down. What the kit cannot send any more, because the client
 * has closed, is not an error of its own: what comes of it is read next. Used on one thread.
 */
final class Conversation implements AutoCloseable {

  /** The features LIST and SHA256. */
  static final long ALL_FEATURES = 3;

  /** How long nothing must come until the kit takes it that nothing more will come. */
  private static final int QUIET_MILLIS = 200;

  private static final int CLOSING_MILLIS = 2_000;

  private final TracedSocket socket;
  private final MessageReader reader;
  private final ConversationRules rules;
  private final Queue<Message> early = new ArrayDeque<>();
  private Message.@Nullable Hello hello;
  private long pings;

  Conversation(TracedSocket socket, ConversationRules rules) {
    this.socket = socket;
    this.rules = rules;
    this.reader = new MessageReader(socket.in(), FrameType.Sender.CLIENT);
  }

  /** What a right server says of itself. */
  static Message.Hello serverHello() {
    return serverHello(ALL_FEATURES, 64);
  }

  static Message.Hello serverHello(long features, int maxExchanges) {
    byte[] agent = "ft-conformance".getBytes(StandardCharsets.US_ASCII);
    return new Message.Hello(1, 1, features, maxExchanges, 4_096, new byte[0], agent);
  }

  /** From now on each write has so many bytes at the most. */
  Conversation inPiecesOf(int bytes) {
    socket.inPiecesOf(bytes);
    return this;
  }

  /** Greets, and reads the client's greeting. */
  Conversation greet() throws IOException, Violation {
    return greet(serverHello());
  }

  Conversation greet(Message.Hello ours) throws IOException, Violation {
    sendGreeting(ours);
    hello();
    return this;
  }

  /** The preface and {@code ours}, in one write. */
  void sendGreeting(Message.Hello ours) throws IOException {
    rules.sent(ours);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frame.preface());
    out.writeBytes(MessageWriter.frame(ours).bytes());
    socket.offer("the preface; " + Message.describe(ours), out.toByteArray());
  }

  /** The client's greeting, which is read if that has not been done. */
  Message.Hello hello() throws IOException, Violation {
    if (hello == null) {
      hello = expect(Message.Hello.class);
    }
    return hello;
  }

  /** Sends all of {@code messages} in one write. */
  void send(Message... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Message message : messages) {
      rules.sent(message);
      out.writeBytes(MessageWriter.frame(message).bytes());
    }
    socket.offer(Message.describe(messages), out.toByteArray());
  }

  /** Sends a frame that is no message. */
  void send(String what, Frame frame) throws IOException {
    send(what, frame.bytes());
  }

  /** Sends bytes, right or wrong. */
  void send(String what, byte[] bytes) throws IOException {
    socket.offer(what, bytes);
  }

  /** Sends the first bytes of the frame of {@code message}. */
  void sendPart(Message message, int bytes) throws IOException {
    send(
        "the first %d bytes of %s".formatted(bytes, Message.describe(message)),
        Arrays.copyOf(MessageWriter.frame(message).bytes(), bytes));
  }

  /**
   * The next message but PING, which is answered here, and PONG; null at the end of the connection,
   * be it a close or a reset.
   */
  @Nullable Message read() throws IOException, Violation {
    Message waiting = early.poll();
    return waiting != null ? waiting : next();
  }

  private @Nullable Message next() throws IOException, Violation {
    while (true) {
      Message message = nextOfAny();
      if (message instanceof Message.Ping ping) {
        send(new Message.Pong(ping.value()));
      } else if (!(message instanceof Message.Pong)) {
        return message;
      }
    }
  }

  private @Nullable Message nextOfAny() throws IOException, Violation {
    try {
      Message message = reader.read();
      socket.received(Message.describe(message));
      if (message != null) {
        rules.received(message);
      }
      return message;
    } catch (SocketTimeoutException | EOFException | Violation e) {
      socket.received("(" + e.getMessage() + ")");
      throw e;
    } catch (SocketException e) {
      socket.received("(" + e.getMessage() + ")");
      return null;
    }
  }

  /** The next message, which must be one of {@code type}. */
  <M extends Message> M expect(Class<M> type) throws IOException, Violation {
    return Connection.cast(read(), type);
  }

  /** All messages that come until nothing comes for a while, or the client closes. */
  List<Message> readUntilQuiet() throws IOException, Violation {
    List<Message> messages = new ArrayList<>();
    while (!socket.isQuiet(QUIET_MILLIS)) {
      Message message = read();
      if (message == null) {
        return messages;
      }
      messages.add(message);
    }
    socket.note("(waits no longer)");
    return messages;
  }

  /** Sends a PING and waits for its PONG. Other messages that come before are kept. */
  void ping() throws IOException, Violation {
    long value = 0x0102_0304_0506_0708L + pings++;
    send(new Message.Ping(value));
    awaitPongs(value);
  }

  /**
   * Waits for a PONG of the last of {@code values}; those of the others may come before. Other
   * messages that come before are kept.
   */
  void awaitPongs(long... values) throws IOException, Violation {
    while (true) {
      Message message = nextOfAny();
      if (message == null) {
        throw new Violation("got the end of the connection (expected: PONG)");
      } else if (message instanceof Message.Pong pong) {
        if (pong.value() == values[values.length - 1]) {
          return;
        }
        if (Arrays.stream(values).noneMatch(value -> value == pong.value())) {
          throw new Violation(
              "got %s (expected: one of the values %s)"
                  .formatted(Message.describe(pong), Arrays.toString(values)));
        }
      } else if (message instanceof Message.Ping ping) {
        send(new Message.Pong(ping.value()));
      } else {
        early.add(message);
      }
    }
  }

  /**
   * The client fails the connection with {@code code} (E-1). What was on its way before is not
   * looked at.
   */
  void expectFailed(int code) throws IOException, Violation {
    while (true) {
      Message message = read();
      if (message == null) {
        throw new Violation("the client closed without a word (expected: FAILURE " + code + ")");
      }
      if (message instanceof Message.Failure failure) {
        if (failure.code() != code) {
          throw new Violation(
              "got %s (expected: code %d)".formatted(Message.describe(failure), code));
        }
        // E-3: it closes its sending side, and may wait for the close of the other.
        shutdownOutput();
        expectClosed();
        return;
      }
    }
  }

  /** The client closes, orderly or not, and sends nothing more. */
  void expectClosed() throws IOException, Violation {
    Message message = read();
    if (message != null) {
      throw new Violation("got %s (expected: the end)".formatted(Message.describe(message)));
    }
  }

  /** The client closes, whatever it sends before, but for FAILURE. */
  void expectEnded() throws IOException, Violation {
    for (Message message = read(); message != null; message = read()) {
      if (message instanceof Message.Failure failure) {
        throw new Violation(
            "got %s (expected: the end without it)".formatted(Message.describe(failure)));
      }
    }
  }

  /** Tells the client that no more will come. */
  void shutdownOutput() throws IOException {
    socket.offerEnd();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.reset();
  }

  /** Closes in an orderly way, so that all that was sent can be read by the client (E-3). */
  @Override
  public void close() throws IOException {
    Sockets.closeOrderly(socket.socket(), CLOSING_MILLIS);
  }
}
