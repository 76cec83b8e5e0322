package io.ft.codec.classic;

import io.ft.codec.Limits;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The client's end of the classic dialect: {@link io.ft.codec.FileRequest} and {@link
 * io.ft.codec.Ready} go out; {@link io.ft.codec.Exists} or {@link io.ft.codec.NotExists}, blocks
 * without a checksum, and {@link io.ft.codec.End} come in.
 *
 * <p>One exchange, with the id 1, for the whole file. The {@link io.ft.codec.End} comes when the
 * server closes after exactly as many bytes as it announced; a connection that closes without it
 * has ended early. A byte that the dialect does not allow arrives as a {@link
 * io.ft.codec.ProtocolException}; after it nothing more comes in. A codec serves one connection.
 */
public final class ClassicClientCodec
    extends CombinedChannelDuplexHandler<ChannelInboundHandler, ChannelOutboundHandler> {

  /**
   * A codec for a new connection.
   *
   * @param timing the settle time is the client's; it has no use for the gap
   * @param limits what to take of the server: the dialect has files and no blocks
   */
  public ClassicClientCodec(ClassicTiming timing, Limits limits) {
    ClassicClientDecoder decoder = new ClassicClientDecoder(timing.settleMillis(), limits);
    init(decoder, new ClassicClientEncoder(decoder));
  }
}
