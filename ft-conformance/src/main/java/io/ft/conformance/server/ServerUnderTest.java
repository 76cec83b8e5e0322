package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
 */
public record ServerUnderTest(
    InetSocketAddress address,
    Duration patience,
    @Nullable Path folder,
    @Nullable Duration handshakeDeadline,
    @Nullable Duration idleTime,
    @Nullable Duration settleTime) {

  /** The features LIST and SHA256. */
  public static final long ALL_FEATURES = 3;

  /** What the kit says of itself: all features, as many exchanges and as large blocks as can be. */
  public static Message.Hello hello() {
    return hello(ALL_FEATURES, 8_388_608);
  }

  /** As {@link #hello()}, with these features, and blocks of up to so many bytes. */
  public static Message.Hello hello(long features, int maxBlockBytes) {
    return new Message.Hello(
        1,
        1,
        features,
        Integer.MAX_VALUE,
        maxBlockBytes,
        new byte[0],
        "ft-conformance".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** A connection on which nothing has been sent. */
  public Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) patience.toMillis());
    socket.connect(address, (int) patience.toMillis());
    return socket;
  }

  /** A framed connection on which nothing has been sent. */
  public Connection framed() throws IOException {
    return new Connection(connect(), FrameType.Sender.SERVER);
  }

  /** A framed connection behind the greetings of both sides. */
  public Connection greeted() throws IOException, Violation {
    return greeted(hello());
  }

  /** As {@link #greeted()}, with this greeting of the client. */
  public Connection greeted(Message.Hello hello) throws IOException, Violation {
    Connection connection = framed();
    connection.send(greeting(hello));
    connection.expect(Message.Hello.class);
    return connection;
  }

  /** The preface and {@code hello}. */
  public static byte[] greeting(Message.Hello hello) {
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
