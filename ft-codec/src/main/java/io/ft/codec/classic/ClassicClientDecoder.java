package io.ft.codec.classic;

import static io.ft.codec.classic.ClassicFormat.EXCHANGE;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Limits;
import io.ft.codec.NotExists;
import io.ft.codec.ProtocolException;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a classic server sends.
 *
 * <ol>
 *   <li>ANSWER: {@code NOT_EXISTS}, or {@code EXISTS}, which the size may follow at once, later or
 *       digit by digit.
 *   <li>SIZE: digits are gathered until none came for {@link ClassicTiming#settleMillis}; then they
 *       are an {@link Exists}.
 *   <li>READY: the server waits for the client; it must be silent.
 *   <li>DATA: the raw bytes, given on as blocks without a checksum.
 *   <li>CLOSE: all bytes are here. The server's orderly close makes it an {@link End}; another byte
 *       would mean that the size was not the size.
 * </ol>
 */
final class ClassicClientDecoder extends ByteToMessageDecoder {

  /**
   * The dialect has no blocks; this is how its bytes are told apart for those who count in them.
   */
  static final int BLOCK_BYTES = 1024 * 1024;

  private enum State {
    ANSWER,
    SIZE,
    READY,
    DATA,
    CLOSE,
    ENDED,
    NOT_EXISTS,
    FAILED
  }

  private final Limits limits;
  private final SettleTimer settling;
  private State state = State.ANSWER;
  private int gatheredDigits;
  private long size;
  private long received;
  private int blockRemaining;

  ClassicClientDecoder(long settleMillis, Limits limits) {
    this.limits = limits;
    this.settling = new SettleTimer(settleMillis);
  }

  /** The client sends READY, so the bytes come next: READY to DATA. */
  void readySent() {
    if (state == State.READY) {
      state = size == 0 ? State.CLOSE : State.DATA;
    }
  }

  /** The client itself closes, so that the close says nothing about the server: to ENDED. */
  void closedHere() {
    if (state != State.FAILED) {
      state = State.ENDED;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reset is no orderly close, whatever has come before it.
    closedHere();
    ctx.fireExceptionCaught(cause);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (state) {
      case ANSWER -> readAnswer(in, out);
      case SIZE -> gatherSize(ctx, in);
      case READY -> throw failure("bytes before the client was ready");
      case DATA -> readData(in, out);
      case CLOSE -> throw failure("more bytes than the announced " + size);
      case NOT_EXISTS -> throw failure("bytes after NOT_EXISTS");
      case ENDED, FAILED -> in.skipBytes(in.readableBytes());
    }
  }

  private void readAnswer(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= ClassicFormat.EXISTS.length()
        && ClassicFormat.startsLike(in, ClassicFormat.EXISTS)) {
      in.skipBytes(ClassicFormat.EXISTS.length());
      state = State.SIZE;
    } else if (in.readableBytes() >= ClassicFormat.NOT_EXISTS.length()
        && ClassicFormat.startsLike(in, ClassicFormat.NOT_EXISTS)) {
      in.skipBytes(ClassicFormat.NOT_EXISTS.length());
      state = State.NOT_EXISTS;
      out.add(new NotExists(EXCHANGE));
    } else if (!ClassicFormat.startsLike(in, ClassicFormat.EXISTS)
        && !ClassicFormat.startsLike(in, ClassicFormat.NOT_EXISTS)) {
      throw failure("the peer does not speak the classic dialect");
    }
  }

  /** Leaves the digits where they are; {@link #sizeSettled} takes them. */
  private void gatherSize(ChannelHandlerContext ctx, ByteBuf in) {
    for (int i = in.readerIndex() + gatheredDigits; i < in.writerIndex(); i++) {
      if (in.getByte(i) < '0' || in.getByte(i) > '9') {
        throw failure("the size has a byte that is no digit");
      }
    }
    if (in.readableBytes() > ClassicFormat.MAX_SIZE_DIGITS) {
      throw failure("the size has too many digits");
    }
    if (in.readableBytes() > gatheredDigits) {
      gatheredDigits = in.readableBytes();
      settling.restart(ctx, () -> sizeSettled(ctx));
    }
  }

  private void sizeSettled(ChannelHandlerContext ctx) {
    if (state != State.SIZE || !ctx.channel().isActive()) {
      return;
    }
    ByteBuf in = internalBuffer();
    String digits = in.readCharSequence(in.readableBytes(), StandardCharsets.US_ASCII).toString();
    try {
      size = Long.parseLong(digits);
      limits.checkFile(size);
    } catch (NumberFormatException e) {
      ctx.fireExceptionCaught(failure("size: " + digits));
      return;
    } catch (ProtocolException e) {
      state = State.FAILED;
      ctx.fireExceptionCaught(e);
      return;
    }
    state = State.READY;
    ctx.fireChannelRead(new Exists(EXCHANGE, size, null, Tag.NONE, BLOCK_BYTES, null));
    ctx.fireChannelReadComplete();
  }

  private void readData(ByteBuf in, List<Object> out) {
    if (blockRemaining == 0) {
      blockRemaining = (int) Math.min(BLOCK_BYTES, size - received);
      out.add(new BlockHeader(EXCHANGE, received, blockRemaining));
    }
    int length = Math.min(blockRemaining, in.readableBytes());
    out.add(new BlockContent(EXCHANGE, in.readRetainedSlice(length)));
    blockRemaining -= length;
    received += length;
    if (blockRemaining == 0) {
      out.add(new BlockEnd(EXCHANGE, BlockEnd.UNCHECKED));
      if (received == size) {
        state = State.CLOSE;
      }
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    if (state == State.CLOSE) {
      state = State.ENDED;
      out.add(new End(EXCHANGE, size));
    }
  }

  private ProtocolException failure(String message) {
    state = State.FAILED;
    return new ProtocolException(ErrorCode.MALFORMED, message);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    settling.stop();
  }
}
