package io.ft.codec.classic;

import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The server's end of the classic dialect: {@link io.ft.codec.FileRequest} and {@link
 * io.ft.codec.Ready} come in; {@link io.ft.codec.Exists} or {@link io.ft.codec.NotExists}, the
 * bytes of the file, and {@link io.ft.codec.End} or {@link io.ft.codec.Failure} go out.
 *
 * <p>The end of the exchange closes the connection. A byte that the dialect does not allow arrives
 * as a {@link io.ft.codec.ProtocolException}; the application closes then. A codec serves one
 * connection.
 */
public final class ClassicServerCodec
    extends CombinedChannelDuplexHandler<ChannelInboundHandler, ChannelOutboundHandler> {

  /** A codec for a new connection. */
  public ClassicServerCodec(ClassicTiming timing) {
    ClassicServerDecoder decoder = new ClassicServerDecoder(timing.settleMillis());
    init(decoder, new ClassicServerEncoder(decoder, timing.answerGapMillis()));
  }
}
