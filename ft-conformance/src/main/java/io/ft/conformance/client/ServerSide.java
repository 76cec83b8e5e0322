package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Trace;
import io.ft.conformance.wire.TracedSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the client that is tried connects to. Used on one thread. */
final class ServerSide implements AutoCloseable {

  private static final int POLL_MILLIS = 5;
  private static final int CLOSING_MILLIS = 200;
  private static final int BACKLOG = 16;

  private final ServerSocket listener;
  private final Duration patience;
  private final Trace trace;
  private final Consumer<Finding> findings;
  private ClientProgram.@Nullable Running client;
  private int connections;

  /**
   * Listens.
   *
   * @param port 0 for any
   */
  ServerSide(int port, Duration patience, Trace trace, Consumer<Finding> findings)
      throws IOException {
    this.listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    this.listener.setSoTimeout(POLL_MILLIS);
    this.patience = patience;
    this.trace = trace;
    this.findings = findings;
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections;
  }

  /** The client whose connections are to come. */
  void await(ClientProgram.Running client) {
    this.client = client;
  }

  /** The client's next connection, which must come. */
  Conversation accept() throws IOException, InterruptedException, Violation {
    Conversation next = acceptAgain();
    if (next == null) {
      throw new Violation("the client did not connect" + (connections == 0 ? "" : " again"));
    }
    return next;
  }

  /** The client's next connection, if it does not end without another one. */
  @Nullable Conversation acceptAgain() throws IOException, InterruptedException, Violation {
    TracedSocket socket = acceptSocket();
    return socket == null ? null : new Conversation(socket, new ConversationRules(findings));
  }

  /** The client's next connection, which must come, and on which it speaks classic. */
  ClassicConversation acceptClassic() throws IOException, InterruptedException, Violation {
    TracedSocket socket = acceptSocket();
    if (socket == null) {
      throw new Violation("the client did not connect");
    }
    return new ClassicConversation(socket);
  }

  private @Nullable TracedSocket acceptSocket()
      throws IOException, InterruptedException, Violation {
    long endNanos = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - endNanos < 0) {
      TracedSocket socket = poll();
      if (socket != null) {
        return socket;
      }
      if (client != null && client.waitFor(Duration.ZERO)) {
        // It may have connected just before it ended.
        return poll();
      }
    }
    throw new Violation(
        "the client neither connected nor ended within " + patience.toSeconds() + " s");
  }

  private @Nullable TracedSocket poll() throws IOException {
    try {
      Socket socket = listener.accept();
      connections++;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      return new TracedSocket(socket, trace);
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  /**
   * Waits for the end of the client. Each connection that it still makes is closed without a word,
   * after a look at its first byte.
   *
   * @param framed the dialect that the client was told to speak
   */
  void refuseUntilEnd(boolean framed) throws IOException, InterruptedException, Violation {
    for (TracedSocket socket = acceptSocket(); socket != null; socket = acceptSocket()) {
      int first = firstByte(socket);
      if (first >= 0 && framed != (first == 0)) {
        findings.accept(
            new Finding("D-6", "the other dialect in a connection behind a failed one"));
      }
      Sockets.closeOrderly(socket.socket(), CLOSING_MILLIS);
    }
  }

  private static int firstByte(TracedSocket socket) {
    try {
      int first = socket.in().read();
      socket.received(first < 0 ? "the end of the connection" : "a byte of an attempt too many");
      return first;
    } catch (IOException e) {
      socket.received("(" + e.getMessage() + ")");
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
