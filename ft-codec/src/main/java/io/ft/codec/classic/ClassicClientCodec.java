package io.ft.codec.classic;

import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The client's end of the classic dialect: {@link io.ft.codec.FileRequest} and {@link
 * io.ft.codec.Ready} go out; {@link io.ft.codec.Exists} or {@link io.ft.codec.NotExists}, blocks
 * without a checksum, and {@link io.ft.codec.End} come in.
 *
 * <p>One exchange, with the id 1, for the whole file. The {@link io.ft.codec.End} comes when the
 * server closes after exactly as many bytes as it announced; a connection that closes without it
 * has ended early.
 */
public final class ClassicClientCodec
    extends CombinedChannelDuplexHandler<ClassicClientDecoder, ClassicClientEncoder> {

  public ClassicClientCodec(ClassicTiming timing) {
    ClassicClientDecoder decoder = new ClassicClientDecoder(timing.settleMillis());
    init(decoder, new ClassicClientEncoder(decoder));
  }
}
