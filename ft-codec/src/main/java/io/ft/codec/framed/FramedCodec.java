package io.ft.codec.framed;

import io.ft.codec.Side;
import io.netty.channel.CombinedChannelDuplexHandler;

/**
 * The framed dialect in one handler: bytes in, {@link io.ft.codec.Message} out, and the reverse.
 *
 * <p>The application sends a {@link io.ft.codec.Hello} first; the preface goes with it.
 */
public final class FramedCodec extends CombinedChannelDuplexHandler<FramedDecoder, FramedEncoder> {

  private FramedCodec(Side peer, int maxBlockBytes) {
    super(new FramedDecoder(peer, maxBlockBytes), new FramedEncoder());
  }

  /**
   * The codec of a server.
   *
   * @param maxBlockBytes the largest block to accept, in bytes
   */
  public static FramedCodec forServer(int maxBlockBytes) {
    return new FramedCodec(Side.CLIENT, maxBlockBytes);
  }

  /**
   * The codec of a client.
   *
   * @param maxBlockBytes the largest block to accept, in bytes, as announced in its Hello
   */
  public static FramedCodec forClient(int maxBlockBytes) {
    return new FramedCodec(Side.SERVER, maxBlockBytes);
  }
}
