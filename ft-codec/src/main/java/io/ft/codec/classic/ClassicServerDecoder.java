package io.ft.codec.classic;

import static io.ft.codec.classic.ClassicFormat.EXCHANGE;

import io.ft.codec.ErrorCode;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.codec.WireText;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * What a classic client sends.
 *
 * <ol>
 *   <li>NAME: bytes are gathered until none came for {@link ClassicTiming#settleMillis}; then they
 *       are a {@link FileRequest}.
 *   <li>ANSWER: the server is looking or answering; the client must be silent.
 *   <li>READY: exactly {@code READY} becomes a {@link Ready} for the whole file.
 *   <li>DATA: the client must be silent.
 * </ol>
 *
 * <p>A byte out of order throws a {@link ProtocolException}; all that comes after it is dropped.
 */
final class ClassicServerDecoder extends ByteToMessageDecoder {

  private enum State {
    NAME,
    ANSWER,
    READY,
    DATA,
    FAILED
  }

  private final SettleTimer settling;
  private State state = State.NAME;
  private int gathered;

  ClassicServerDecoder(long settleMillis) {
    this.settling = new SettleTimer(settleMillis);
  }

  /** The size is on its way, so the client may answer it: ANSWER to READY. */
  void sizeSent() {
    if (state == State.ANSWER) {
      state = State.READY;
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (state) {
      case NAME -> gatherName(ctx, in);
      case ANSWER -> throw failure("bytes before the answer was sent");
      case READY -> readReady(ctx, in, out);
      case DATA -> throw failure("bytes after READY");
      case FAILED -> in.skipBytes(in.readableBytes());
    }
  }

  /** Leaves the bytes where they are; {@link #nameSettled} takes them. */
  private void gatherName(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() == gathered) {
      return;
    }
    gathered = in.readableBytes();
    if (gathered > Limits.MAX_PATH_BYTES) {
      nameSettled(ctx, in);
    } else {
      settling.restart(ctx, () -> nameSettled(ctx, internalBuffer()));
    }
  }

  private void nameSettled(ChannelHandlerContext ctx, ByteBuf in) {
    settling.stop();
    if (state != State.NAME || !in.isReadable() || !ctx.channel().isActive()) {
      return;
    }
    state = State.ANSWER;
    ctx.fireChannelRead(new FileRequest(EXCHANGE, WireText.read(in, in.readableBytes())));
    ctx.fireChannelReadComplete();
  }

  private void readReady(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int expected = ClassicFormat.READY.length();
    if (!ClassicFormat.startsLike(in, ClassicFormat.READY) || in.readableBytes() > expected) {
      throw failure("not READY");
    }
    if (in.readableBytes() == expected) {
      in.skipBytes(expected);
      state = State.DATA;
      // However the connection ends from here on, an end before the last byte must be a reset: the
      // original client takes an orderly one for a pause, and waits for ever.
      ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      out.add(new Ready(EXCHANGE, 0, Long.MAX_VALUE));
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
