package io.ft.codec.classic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AsciiString;

/** The words of the classic dialect. */
final class ClassicFormat {

  /** The one exchange of a connection. */
  static final int EXCHANGE = 1;

  static final AsciiString EXISTS = AsciiString.cached("EXISTS");
  static final AsciiString NOT_EXISTS = AsciiString.cached("NOT_EXISTS");
  static final AsciiString READY = AsciiString.cached("READY");

  /** The digits of {@link Long#MAX_VALUE}. */
  static final int MAX_SIZE_DIGITS = 19;

  private ClassicFormat() {}

  /** {@code text} as a new buffer, which the caller releases or writes. */
  static ByteBuf ascii(ChannelHandlerContext ctx, CharSequence text) {
    return ByteBufUtil.writeAscii(ctx.alloc(), text);
  }

  /** Whether what {@code in} holds is, as far as it goes, the start of {@code word}. */
  static boolean startsLike(ByteBuf in, AsciiString word) {
    int length = Math.min(in.readableBytes(), word.length());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != word.byteAt(i)) {
        return false;
      }
    }
    return true;
  }
}
