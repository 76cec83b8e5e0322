package io.ft.codec.framed;

import io.ft.codec.Limits;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The server's end of the framed dialect: what a client may send comes in as {@link
 * io.ft.codec.Message}s, and what a server may send goes out. File data may also be written as
 * plain buffers or file regions between {@link io.ft.codec.BlockHeader} and {@link
 * io.ft.codec.BlockEnd}.
 *
 * <p>The server sends a {@link io.ft.codec.Hello} first, as soon as it knows that the client speaks
 * this dialect; the preface goes with it.
 *
 * <p>Outbound buffers and regions are released when they have been written, or cannot be. What
 * breaks a rule of the protocol comes up as a {@link io.ft.codec.ProtocolException}; after it
 * nothing more comes in. A handler serves one connection.
 */
public final class FramedServerCodec
    extends CombinedChannelDuplexHandler<ChannelInboundHandler, ChannelOutboundHandler> {

  /** A codec for a new connection. */
  public FramedServerCodec() {
    super(new FramedDecoder(Side.CLIENT, Limits.DEFAULT), new FramedEncoder());
  }
}
