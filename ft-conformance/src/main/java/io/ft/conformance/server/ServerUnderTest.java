package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import io.ft.conformance.wire.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server that is tried. It serves a {@link Tree}.
 *
 * @param address where it listens
 * @param patience how long it may take for a step
 * @param folder where the tree lies, if the kit may change it; null if it cannot
 * @param handshakeDeadline that the server was started with; null for one that is not to be waited
 *     for
 * @param idleTime that the server was started with; null for one that is not to be waited for
 * @param settleTime of its classic dialect; null if classic is off
 * @param token that it demands; null if it demands none
 * @param stop makes it drain its connections and end; null if the kit cannot
 * @param trace is told what is said
 */
public record ServerUnderTest(
    InetSocketAddress address,
    Duration patience,
    @Nullable Path folder,
    @Nullable Duration handshakeDeadline,
    @Nullable Duration idleTime,
    @Nullable Duration settleTime,
    @Nullable String token,
    @Nullable Stop stop,
    Trace trace) {

  /** Tells a server to stop, as its operator would. */
  @FunctionalInterface
  public interface Stop {

    /** Returns when it has been told. */
    void run() throws Exception;
  }

  /**
   * How long the kit listens for what must not come: what a server sends by mistake, it sends at
   * once.
   */
  static final int SILENCE_MILLIS = 200;

  private static final int NARROW_BYTES = 64 * 1024;

  /** The features LIST and SHA256. */
  public static final long ALL_FEATURES = 3;

  /** What the kit says of itself: all features, as many exchanges and as large blocks as can be. */
  public Message.Hello hello() {
    return hello(ALL_FEATURES, Integer.MAX_VALUE, 8_388_608);
  }

  /** As {@link #hello()}, with these features and limits. */
  Message.Hello hello(long features, int maxExchanges, int maxBlockBytes) {
    return new Message.Hello(
        1,
        1,
        features,
        maxExchanges,
        maxBlockBytes,
        (token == null ? "" : token).getBytes(StandardCharsets.UTF_8),
        "ft-conformance".getBytes(StandardCharsets.UTF_8));
  }

  /** A connection on which nothing has been sent. */
  public Socket connect() throws IOException {
    return connect(new Socket());
  }

  /**
   * As {@link #connect()}, with a small receive buffer, so that little of a long file is on its way
   * while nobody reads.
   */
  Socket connectNarrow() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(NARROW_BYTES);
    return connect(socket);
  }

  private Socket connect(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) patience.toMillis());
    socket.connect(address, (int) patience.toMillis());
    return socket;
  }

  /** A framed connection on which nothing has been sent. */
  public Connection framed() throws IOException {
    return framed(connect());
  }

  /** As {@link #framed()}, over {@code socket}. */
  Connection framed(Socket socket) throws IOException {
    return new Connection(socket, FrameType.Sender.SERVER, trace);
  }

  /** The preface and {@code hello}. */
  static byte[] greeting(Message.Hello hello) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frame.preface());
    out.writeBytes(MessageWriter.frame(hello).bytes());
    return out.toByteArray();
  }

  /** The folder of the tree, for a case that changes it. */
  public Path changeableFolder() throws NotApplicable {
    if (folder == null) {
      throw new NotApplicable("the kit cannot change the tree (--tree)");
    }
    return folder;
  }
}
