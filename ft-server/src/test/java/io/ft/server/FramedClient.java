package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Tag;
import io.ft.codec.framed.FramedClientCodec;
import io.ft.server.Sockets.Closed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the framed dialect that says exactly what a test tells it to, on a blocking socket.
 */
final class FramedClient implements AutoCloseable {

  static final Hello HELLO = new Hello(Set.of(), 100_000, Limits.MAX_BLOCK_BYTES, "test");

  private final Socket socket;
  private final EmbeddedChannel codec = new EmbeddedChannel(new FramedClientCodec(Limits.DEFAULT));
  private final byte[] buffer = new byte[64 * 1024];
  private long pauseNanos;
  private @Nullable Hello serverHello;
  private @Nullable BlockHeader blockHeader;
  private final ByteArrayOutputStream blockData = new ByteArrayOutputStream();

  private FramedClient(Socket socket) {
    this.socket = socket;
  }

  /** Over a connection that the test has made; it is closed with the client. */
  static FramedClient over(Socket socket) {
    return new FramedClient(socket);
  }

  static FramedClient connect(InetSocketAddress address) throws IOException {
    return new FramedClient(Sockets.connect(address));
  }

  static FramedClient connectWithSmallBuffer(InetSocketAddress address) throws IOException {
    return new FramedClient(Sockets.connectWithSmallBuffer(address));
  }

  Socket socket() {
    return socket;
  }

  /** Sends {@code hello} and returns the server's. */
  Hello greet(Hello hello) throws IOException {
    send(hello);
    serverHello = next(Hello.class);
    return serverHello;
  }

  /** How many exchanges the server lets run at once. */
  int serverMaxExchanges() {
    return Objects.requireNonNull(serverHello, "not greeted").maxExchanges();
  }

  /** Sends all {@code messages} in one flight. */
  void send(Message... messages) throws IOException {
    sendBytes(encode(messages));
  }

  /** The bytes of {@code messages}. */
  static byte[] encode(Message... messages) {
    EmbeddedChannel encoder = new EmbeddedChannel(new FramedClientCodec(Limits.DEFAULT));
    encoder.writeOutbound((Object[]) messages);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf frame = encoder.readOutbound(); frame != null; frame = encoder.readOutbound()) {
      bytes.writeBytes(ByteBufUtil.getBytes(frame));
      frame.release();
    }
    return bytes.toByteArray();
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Makes this client a slow one: it reads, waits for so long, and reads on. */
  void pauseBetweenReads(long nanos) {
    pauseNanos = nanos;
  }

  /** The next {@link Message} or {@link Block}; or {@link Closed} at the end of the connection. */
  Object next() throws IOException {
    while (true) {
      Message message = codec.readInbound();
      if (message == null) {
        Closed closed = read();
        if (closed != null) {
          return closed;
        }
      } else if (message instanceof BlockHeader header) {
        blockHeader = header;
        blockData.reset();
      } else if (message instanceof BlockContent content) {
        blockData.writeBytes(ByteBufUtil.getBytes(content.content()));
        content.release();
      } else if (message instanceof BlockEnd end && blockHeader != null) {
        return new Block(blockHeader, blockData.toByteArray(), end.checksum());
      } else {
        return message;
      }
    }
  }

  private @Nullable Closed read() throws IOException {
    int length;
    LockSupport.parkNanos(pauseNanos);
    try {
      length = socket.getInputStream().read(buffer);
    } catch (SocketException | SSLException e) {
      // With TLS also an end without a close_notify.
      return Closed.RESET;
    }
    if (length < 0) {
      return Closed.ORDERLY;
    }
    codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, length));
    return null;
  }

  /** Waits for the next byte of the server and takes it, and what came with it. */
  void awaitBytes() throws IOException {
    assertThat(read()).isNull();
  }

  /** The next of {@link #next}, which must be a {@code type}. */
  <T> T next(Class<T> type) throws IOException {
    Object next = next();
    assertThat(next).isInstanceOf(type);
    return type.cast(next);
  }

  /** Takes all that comes until exchange {@code id}, the only one that runs, has ended. */
  Transfer finish(int id) throws IOException {
    Exists exists = null;
    List<Block> blocks = new ArrayList<>();
    while (true) {
      Object next = next();
      if (next instanceof Exists answer && answer.id() == id) {
        exists = answer;
      } else if (next instanceof Block block && block.id() == id) {
        blocks.add(block);
      } else {
        return new Transfer(exists, blocks, next);
      }
    }
  }

  /** Asks for the whole of {@code path} in one flight, and takes it. */
  Transfer fetch(int id, String path) throws IOException {
    send(wholeFile(id, path));
    return finish(id);
  }

  /** A request that needs no further {@code Ready}. */
  static FileRequest wholeFile(int id, String path) {
    return range(id, path, 0, Long.MAX_VALUE);
  }

  /** A request for a part of a file that needs no further {@code Ready}. */
  static FileRequest range(int id, String path, long offset, long length) {
    return new FileRequest(id, path, Tag.NONE, false, new Advance(offset, length, Long.MAX_VALUE));
  }

  /** Closes at once, whatever has not been read. */
  @Override
  public void close() throws IOException {
    socket.close();
    codec.finishAndReleaseAll();
  }
}
