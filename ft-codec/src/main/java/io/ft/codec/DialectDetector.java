package io.ft.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Tells the dialects of one port apart by the first byte that a client sends: NUL opens a framed
 * connection, 0x16 a TLS one, anything else is the first byte of a name in the classic dialect.
 *
 * <p>Once it knows, it calls one of its methods on the event loop, in which the subclass adds the
 * handlers that come next; then it leaves the pipeline and hands them every byte that came so far.
 * It calls none if the connection ends without a byte. A detector serves one connection.
 */
public abstract class DialectDetector extends ByteToMessageDecoder {

  private static final int FRAMED = 0x00;
  private static final int TLS_HANDSHAKE = 0x16;

  /** A detector for a new connection. */
  protected DialectDetector() {}

  /** The client speaks the framed dialect. */
  protected abstract void framed(ChannelHandlerContext ctx);

  /** The client speaks the classic dialect. */
  protected abstract void classic(ChannelHandlerContext ctx);

  /** The client wants TLS, inside of which the question comes up again. */
  protected abstract void tls(ChannelHandlerContext ctx);

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (in.getUnsignedByte(in.readerIndex())) {
      case FRAMED -> framed(ctx);
      case TLS_HANDSHAKE -> tls(ctx);
      default -> classic(ctx);
    }
    ctx.pipeline().remove(this);
  }
}
