package io.ft.client.testing;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A framed client, seen from a scripted server. Used on one thread. */
public final class FramedPeer implements AutoCloseable {

  /** The size of a block of {@link #exists}. */
  public static final int BLOCK_BYTES = Limits.MIN_BLOCK_BYTES;

  /** The tag of {@link #exists}. */
  public static final Tag TAG = new Tag("0badcafe");

  /** When the file of {@link #exists} was modified. */
  public static final Instant MODIFIED = Instant.ofEpochSecond(1_700_000_000, 123_456_789);

  private final Socket socket;
  private final EmbeddedChannel codec = new EmbeddedChannel(new FramedServerCodec());
  private final byte[] input = new byte[64 * 1024];

  FramedPeer(Socket socket) {
    this.socket = socket;
  }

  /** The client at the other end of {@code socket}. */
  public static FramedPeer of(Socket socket) {
    return new FramedPeer(socket);
  }

  /** The greetings of both sides; returns the client's. */
  public Hello greet() throws IOException {
    return greet(new Hello(Set.of(), 128, Limits.MIN_BLOCK_BYTES, "scripted"));
  }

  /** The client's greeting, and then {@code hello}; returns the client's. */
  public Hello greet(Hello hello) throws IOException {
    Hello theirs = receive(Hello.class);
    send(hello);
    return theirs;
  }

  /** The next message, which must be of {@code type}. */
  public <M extends Message> M receive(Class<M> type) throws IOException {
    Message message = receive();
    if (message == null) {
      throw new EOFException("the client closed (expected: " + type.getSimpleName() + ")");
    }
    if (!type.isInstance(message)) {
      throw new AssertionError(message + " (expected: " + type.getSimpleName() + ")");
    }
    return type.cast(message);
  }

  /** The next message; null when the client has closed. */
  public @Nullable Message receive() throws IOException {
    while (true) {
      Message message = codec.readInbound();
      if (message != null) {
        return message;
      }
      int length = socket.getInputStream().read(input);
      if (length < 0) {
        return null;
      }
      codec.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(input, length)));
    }
  }

  /** Reads and throws away what comes until the client closes. */
  public void untilClosed() throws IOException {
    ScriptedServer.untilClosed(socket);
  }

  /** Sends all of {@code messages} in one write. */
  public void send(Message... messages) throws IOException {
    ByteBuf bytes = Unpooled.buffer();
    for (Message message : messages) {
      codec.writeOutbound(message);
      for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
        bytes.writeBytes(part);
        part.release();
      }
    }
    socket.getOutputStream().write(bytes.array(), 0, bytes.readableBytes());
  }

  /** Sends a block with a right checksum. */
  public void sendBlock(int id, long offset, byte[] data) throws IOException {
    sendBlock(id, offset, data, crc32c(data));
  }

  /** Sends a block that claims to have this checksum. */
  public void sendBlock(int id, long offset, byte[] data, long checksum) throws IOException {
    send(
        new BlockHeader(id, offset, data.length),
        new BlockContent(id, Unpooled.wrappedBuffer(data)),
        new BlockEnd(id, checksum));
  }

  /** Sends the blocks of {@code file} from number {@code from} on, {@code count} of them. */
  public void sendBlocks(int id, byte[] file, int from, int count) throws IOException {
    for (int block = from; block < from + count; block++) {
      sendBlock(id, (long) block * BLOCK_BYTES, block(file, block));
    }
  }

  /** Answers {@code request} with what it asks for of {@code file}, as a good server does. */
  public void serve(FileRequest request, byte[] file) throws IOException {
    send(exists(request.id(), file.length));
    FileRequest.Advance advance = request.advance();
    long from = 0;
    long length = file.length;
    if (advance == null || file.length > advance.maxSize()) {
      Ready ready = receive(Ready.class);
      from = ready.offset();
      length = Math.min(ready.length(), file.length - from);
    }
    sendRange(request.id(), file, from, length);
    send(new End(request.id(), length));
  }

  /** Sends the blocks of a range that begins where a block does. */
  public void sendRange(int id, byte[] file, long from, long length) throws IOException {
    int first = (int) (from / BLOCK_BYTES);
    int behind = (int) ((from + length + BLOCK_BYTES - 1) / BLOCK_BYTES);
    sendBlocks(id, file, first, behind - first);
  }

  /** What is on the wire: for bytes that no message makes. */
  public OutputStream raw() throws IOException {
    return socket.getOutputStream();
  }

  public Socket socket() {
    return socket;
  }

  /** An answer that the file exists, with blocks of {@link #BLOCK_BYTES}. */
  public static Exists exists(int id, long size) {
    return new Exists(id, size, MODIFIED, TAG, BLOCK_BYTES, null);
  }

  /** A block of {@code file} as {@link #exists} announces them. */
  public static byte[] block(byte[] file, int number) {
    int start = number * BLOCK_BYTES;
    return Arrays.copyOfRange(file, start, Math.min(start + BLOCK_BYTES, file.length));
  }

  public static long crc32c(byte[] data) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    return sum.getValue();
  }

  @Override
  public void close() throws IOException {
    codec.finishAndReleaseAll();
    socket.close();
  }
}
