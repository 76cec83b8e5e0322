package io.ft.codec.framed;

import io.ft.codec.Limits;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The client's end of the framed dialect: what a client may send goes out, and what a server may
 * send comes in as {@link io.ft.codec.Message}s, file data as {@link io.ft.codec.BlockContent}s
 * that the receiver releases.
 *
 * <p>The client sends a {@link io.ft.codec.Hello} first, as soon as it is connected; the preface
 * goes with it.
 *
 * <p>What breaks a rule of the protocol comes up as a {@link io.ft.codec.ProtocolException}; after
 * it nothing more comes in. Checksums of blocks are for the receiver to compare, see {@link
 * io.ft.codec.BlockSequence}. A handler serves one connection.
 */
public final class FramedClientCodec
    extends CombinedChannelDuplexHandler<ChannelInboundHandler, ChannelOutboundHandler> {

  /**
   * A codec for a new connection.
   *
   * @param limits what to take of the server; the client announces the same {@link
   *     Limits#maxBlockBytes} in its Hello
   */
  public FramedClientCodec(Limits limits) {
    super(new FramedDecoder(Side.SERVER, limits), new FramedEncoder());
  }
}
