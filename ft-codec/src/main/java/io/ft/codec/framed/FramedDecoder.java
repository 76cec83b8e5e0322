package io.ft.codec.framed;

import static io.ft.codec.framed.FrameFormat.BLOCK_HEADER_BYTES;
import static io.ft.codec.framed.FrameFormat.BLOCK_OFFSET_OFFSET;
import static io.ft.codec.framed.FrameFormat.CHECK_BYTES;
import static io.ft.codec.framed.FrameFormat.HEADER_BYTES;
import static io.ft.codec.framed.FrameFormat.ID_OFFSET;
import static io.ft.codec.framed.FrameFormat.LENGTH_OFFSET;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames: preface, Hello, and then any frames that the peer's side may send.
 *
 * <p>A control frame becomes one message. A block becomes a {@link BlockHeader}, a {@link
 * BlockContent} for each piece as it arrives (a slice that the receiver releases; nothing is copied
 * or awaited), and a {@link BlockEnd} whose checksum the receiver compares. Control frames and all
 * headers are checked here.
 *
 * <p>Every length is bounded before anything is allocated. The first byte that breaks a rule makes
 * it throw a {@link ProtocolException}; from then on it drops all that comes.
 */
final class FramedDecoder extends ByteToMessageDecoder {

  private enum State {
    PREFACE,
    HEADER,
    PAYLOAD,
    SKIPPED_PAYLOAD,
    BLOCK_DATA,
    BLOCK_CHECK,
    FAILED
  }

  private final Side peer;
  private final Limits limits;
  private final Checksum checksum = new Checksum();

  private State state = State.PREFACE;
  private boolean greeted;
  private @Nullable FrameType type;
  private int id;
  private int headerCheck;
  private int length;
  private int remaining;

  /**
   * A decoder for what {@code peer} sends.
   *
   * @param peer the side at the other end of the connection
   * @param limits what to take of a server
   */
  FramedDecoder(Side peer, Limits limits) {
    this.peer = peer;
    this.limits = limits;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      while (step(in, out)) {
        // each step reads one part of a frame
      }
    } catch (ProtocolException e) {
      state = State.FAILED;
      in.skipBytes(in.readableBytes());
      throw e;
    }
  }

  /** Reads the next part; false if it has not come whole yet. */
  private boolean step(ByteBuf in, List<Object> out) {
    return switch (state) {
      case PREFACE -> readPreface(in);
      case HEADER -> readHeader(in, out);
      case PAYLOAD -> readPayload(in, out);
      case SKIPPED_PAYLOAD -> skipPayload(in);
      case BLOCK_DATA -> readBlockData(in, out);
      case BLOCK_CHECK -> readBlockCheck(in, out);
      case FAILED -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean readPreface(ByteBuf in) {
    int available = Math.min(in.readableBytes(), FrameFormat.PREFACE_BYTES);
    for (int i = 0; i < available; i++) {
      int expected = (FrameFormat.PREFACE >>> (8 * (FrameFormat.PREFACE_BYTES - 1 - i))) & 0xFF;
      if (in.getUnsignedByte(in.readerIndex() + i) != expected) {
        String message = "the peer does not speak the framed dialect of ft";
        // A server may tell its client, but what answers a client thus is no server of ft (D-7).
        throw peer == Side.SERVER ? ProtocolException.notFramed(message) : malformed(message);
      }
    }
    if (available < FrameFormat.PREFACE_BYTES) {
      return false;
    }
    in.skipBytes(FrameFormat.PREFACE_BYTES);
    state = State.HEADER;
    return true;
  }

  private boolean readHeader(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER_BYTES) {
      return false;
    }
    int start = in.readerIndex();
    int code = in.getUnsignedByte(start);
    int headerBytes = code == FrameType.BLOCK.code ? BLOCK_HEADER_BYTES : HEADER_BYTES;
    if (in.readableBytes() < headerBytes) {
      return false;
    }
    int checkOffset = headerBytes - CHECK_BYTES;
    headerCheck = in.getInt(start + checkOffset);
    if (headerCheck != checksum.of(in, start, checkOffset)) {
      throw new ProtocolException(ErrorCode.CHECKSUM, "a frame's header is damaged");
    }
    length = in.getUnsignedMedium(start + LENGTH_OFFSET);
    id = in.getInt(start + ID_OFFSET);
    type = FrameType.of(code);
    if (type == null) {
      checkSkippable(code);
      state = State.SKIPPED_PAYLOAD;
      remaining = length + CHECK_BYTES;
    } else {
      checkAllowed(type);
      state = State.PAYLOAD;
      if (type == FrameType.BLOCK) {
        out.add(blockHeader(in.getLong(start + BLOCK_OFFSET_OFFSET)));
        state = State.BLOCK_DATA;
        remaining = length;
      }
    }
    in.skipBytes(headerBytes);
    return true;
  }

  private void checkSkippable(int code) {
    if (code < FrameType.FIRST_SKIPPABLE_CODE) {
      throw malformed("unknown frame type: " + code);
    }
    if (!greeted) {
      throw malformed("frame before Hello: " + code);
    }
    if (length > Limits.MAX_CONTROL_PAYLOAD_BYTES) {
      throw malformed("length of an unknown frame: " + length);
    }
  }

  private void checkAllowed(FrameType type) {
    if (greeted == (type == FrameType.HELLO)) {
      throw malformed(greeted ? "a second Hello" : "frame before Hello: " + type);
    }
    if (!type.maySend(peer)) {
      throw malformed("a " + peer + " must not send " + type);
    }
    if (!type.mayCarry(id, peer)) {
      throw malformed("exchange id of " + type + ": " + id);
    }
    int maxBytes = type == FrameType.BLOCK ? limits.maxBlockBytes() : type.maxPayloadBytes;
    if (length < type.minPayloadBytes || length > maxBytes) {
      throw malformed(
          "length of %s: %d (expected: %d to %d)"
              .formatted(type, length, type.minPayloadBytes, maxBytes));
    }
  }

  private BlockHeader blockHeader(long offset) {
    if (offset < 0 || offset > Long.MAX_VALUE - length) {
      throw malformed("offset of a block: " + Long.toUnsignedString(offset));
    }
    return new BlockHeader(id, offset, length);
  }

  private boolean readPayload(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < length + CHECK_BYTES || type == null) {
      return false;
    }
    int start = in.readerIndex();
    if (in.getInt(start + length) != (checksum.of(in, start, length) ^ headerCheck)) {
      throw new ProtocolException(ErrorCode.CHECKSUM, "a " + type + " frame is damaged");
    }
    try {
      Message message = PayloadReader.read(type, id, in.readSlice(length));
      checkFits(message);
      out.add(message);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      throw malformed(type + ": " + e.getMessage());
    }
    in.skipBytes(CHECK_BYTES);
    greeted = true;
    state = State.HEADER;
    return true;
  }

  /**
   * What the values of one message have to do with its sender, or with what was announced to it.
   */
  private void checkFits(Message message) {
    if (message instanceof Exists exists) {
      if (exists.blockSizeBytes() > limits.maxBlockBytes()) {
        throw malformed(
            "block size: %d bytes (expected: at most %d)"
                .formatted(exists.blockSizeBytes(), limits.maxBlockBytes()));
      }
      limits.checkFile(exists.size());
    } else if (message instanceof Hello hello
        && peer == Side.SERVER
        && hello.maxExchanges() < Limits.MIN_EXCHANGES) {
      throw malformed(
          "maxExchanges: %d (expected: at least %d)"
              .formatted(hello.maxExchanges(), Limits.MIN_EXCHANGES));
    }
  }

  private boolean skipPayload(ByteBuf in) {
    int skipped = Math.min(remaining, in.readableBytes());
    in.skipBytes(skipped);
    remaining -= skipped;
    if (remaining > 0) {
      return false;
    }
    state = State.HEADER;
    return true;
  }

  private boolean readBlockData(ByteBuf in, List<Object> out) {
    int available = Math.min(remaining, in.readableBytes());
    if (available == 0) {
      return false;
    }
    out.add(new BlockContent(id, in.readRetainedSlice(available)));
    remaining -= available;
    if (remaining == 0) {
      state = State.BLOCK_CHECK;
    }
    return true;
  }

  private boolean readBlockCheck(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < CHECK_BYTES) {
      return false;
    }
    out.add(new BlockEnd(id, Integer.toUnsignedLong(in.readInt() ^ headerCheck)));
    state = State.HEADER;
    return true;
  }

  private static ProtocolException malformed(String message) {
    return new ProtocolException(ErrorCode.MALFORMED, message);
  }
}
