package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A framed connection behind the greetings of both sides. Used on one thread. */
final class Session implements AutoCloseable {

  /** The bits of the features. */
  static final long LIST = 1;

  static final long SHA256 = 2;

  private final Connection connection;
  private final Message.Hello hello;
  private long pings;

  private Session(Connection connection, Message.Hello hello) {
    this.connection = connection;
    this.hello = hello;
  }

  static Session open(ServerUnderTest server) throws IOException, Violation, NotApplicable {
    return open(server, server.hello());
  }

  /** With this greeting of the client. */
  static Session open(ServerUnderTest server, Message.Hello hello)
      throws IOException, Violation, NotApplicable {
    return open(server, server.connect(), hello);
  }

  /** With little room for what is not read, and blocks of up to 64 KiB. */
  static Session openNarrow(ServerUnderTest server) throws IOException, Violation, NotApplicable {
    return open(
        server,
        server.connectNarrow(),
        server.hello(ServerUnderTest.ALL_FEATURES, Integer.MAX_VALUE, 65_536));
  }

  /** With a feature that the server must offer for the case. */
  static Session open(ServerUnderTest server, long feature)
      throws IOException, Violation, NotApplicable {
    Session session = open(server);
    if ((session.hello.features() & feature) == 0) {
      session.close();
      throw new NotApplicable(
          "the server's HELLO does not offer " + (feature == LIST ? "LIST" : "SHA256"));
    }
    return session;
  }

  private static Session open(ServerUnderTest server, Socket socket, Message.Hello hello)
      throws IOException, Violation, NotApplicable {
    Connection connection = server.framed(socket);
    connection.greet(hello);
    return behind(connection);
  }

  /** On a connection whose client has greeted. */
  static Session behind(Connection connection) throws IOException, Violation, NotApplicable {
    return new Session(connection, connection.expect(Message.Hello.class));
  }

  Message.Hello hello() {
    return hello;
  }

  Connection connection() {
    return connection;
  }

  /** Sends all of {@code messages} in one write. */
  Session send(Message... messages) throws IOException {
    connection.send(messages);
    return this;
  }

  /** The next message, which must be there in time. */
  Message next(String expected) throws IOException, Violation, NotApplicable {
    Message message = connection.readInTime(expected);
    if (message == null) {
      throw new Violation("got the end of the connection (expected: " + expected + ")");
    }
    if (message instanceof Message.Busy busy) {
      throw new NotApplicable("the server is busy: " + Message.describe(busy));
    }
    return message;
  }

  /** The next message, which must be one of {@code type} for {@code id}. */
  <M extends Message> M expect(Class<M> type, int id) throws IOException, Violation, NotApplicable {
    String expected = Message.name(type) + " for " + id;
    Message message = next(expected);
    if (!type.isInstance(message) || message.id() != id) {
      throw new Violation("got %s (expected: %s)".formatted(Message.describe(message), expected));
    }
    return type.cast(message);
  }

  /** The answer to a request for something that is there. */
  Message.Exists expectExists(int id) throws IOException, Violation, NotApplicable {
    return expect(Message.Exists.class, id);
  }

  /** A FAILURE with this code ends the exchange. */
  void expectFailure(int id, int code) throws IOException, Violation, NotApplicable {
    expectCode(expect(Message.Failure.class, id), code);
  }

  static void expectCode(Message message, int code) throws Violation {
    if (!(message instanceof Message.Failure failure) || failure.code() != code) {
      throw new Violation(
          "got %s (expected: FAILURE for %d with code %d)"
              .formatted(Message.describe(message), message.id(), code));
    }
  }

  /** The blocks and the END of a range. */
  byte[] expectRange(Message.Exists exists, long offset, long length)
      throws IOException, Violation, NotApplicable {
    Range range = new Range(exists, offset, length);
    while (!range.isComplete()) {
      range.add(expect(Message.Block.class, exists.id()));
    }
    return range.end(expect(Message.End.class, exists.id()));
  }

  /** EXISTS, and all of a file that was asked for with a READY. */
  byte[] expectWhole(int id) throws IOException, Violation, NotApplicable {
    return expectRange(expectExists(id), 0, Ask.ALL);
  }

  /** The server goes on as if nothing had been: {@link Tree#SMALL} can be had. */
  void expectServed(int id) throws IOException, Violation, NotApplicable {
    send(Ask.whole(id, Tree.SMALL));
    Contents.expect(Tree.SMALL, expectWhole(id));
  }

  /** There is nothing more to come: the next message answers a PING. */
  void expectQuiet() throws IOException, Violation, NotApplicable {
    long value = 0x7175_6965_7400_0000L + pings++;
    send(new Message.Ping(value));
    Message message = next("PONG, and nothing before it");
    if (!(message instanceof Message.Pong pong) || pong.value() != value) {
      throw new Violation(
          "got %s (expected: PONG, and nothing before it)".formatted(Message.describe(message)));
    }
  }

  /** The entries up to LIST_END, whose number must be right (L-8). */
  Listing expectListing(int id) throws IOException, Violation, NotApplicable {
    List<Message.Entry> entries = new ArrayList<>();
    Message message = next("ENTRY or LIST_END for " + id);
    while (message instanceof Message.Entry entry && entry.id() == id) {
      entries.add(entry);
      message = next("ENTRY or LIST_END for " + id);
    }
    Message.ListEnd end = Connection.cast(message, Message.ListEnd.class);
    if (end.id() != id || end.entries() != entries.size()) {
      throw new Violation(
          "L-8: got %s behind %d entries for %d"
              .formatted(Message.describe(end), entries.size(), id));
    }
    return new Listing(entries, end.omitted());
  }

  /** A whole listing. */
  record Listing(List<Message.Entry> entries, long omitted) {}

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
