package io.ft.bench.codec;

import io.ft.codec.Limits;
import io.ft.codec.framed.FramedClientCodec;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.channel.ChannelHandler;

/** Who says something, and the codecs of the two ends. */
enum Sender {
  CLIENT,
  SERVER;

  /** A codec that encodes what this one says. */
  ChannelHandler codec() {
    return this == CLIENT ? client() : server();
  }

  /** A codec that decodes what this one says. */
  ChannelHandler codecOfReceiver() {
    return this == CLIENT ? server() : client();
  }

  private static ChannelHandler client() {
    return new FramedClientCodec(Limits.DEFAULT);
  }

  private static ChannelHandler server() {
    return new FramedServerCodec();
  }
}
