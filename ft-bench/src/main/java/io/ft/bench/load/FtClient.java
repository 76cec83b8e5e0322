package io.ft.bench.load;

import io.ft.codec.Feature;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.framed.FramedClientCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Set;

/** A connection in the framed dialect, which is ready when both have greeted. */
abstract class FtClient extends LoadClient {

  private static final String AGENT = "ft-load";

  private final int maxExchanges;
  private final Set<Feature> features;

  /** With at most {@code maxExchanges} at once, if the server allows as many. */
  FtClient(int maxExchanges) {
    this(maxExchanges, Set.of());
  }

  /** The same, with {@code features}, if the server has them. */
  FtClient(int maxExchanges, Set<Feature> features) {
    this.maxExchanges = maxExchanges;
    this.features = Set.copyOf(features);
  }

  /** A message of an exchange. Whoever overrides this releases it. */
  abstract void received(ChannelHandlerContext ctx, Message message) throws IOException;

  @Override
  void addTo(Channel channel) {
    channel.pipeline().addLast(new FramedClientCodec(Limits.DEFAULT), this);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    int announced = Math.max(Limits.MIN_EXCHANGES, maxExchanges);
    ctx.writeAndFlush(new Hello(features, announced, Limits.MAX_BLOCK_BYTES, AGENT));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
    Message message = (Message) msg;
    switch (message.type()) {
      case HELLO -> greeted(ctx, (Hello) message);
      case PING -> ctx.writeAndFlush(new Pong(((Ping) message).value()));
      case PONG -> {
        // A sign of life, which is all that was asked for.
      }
      default -> {
        if (message.id() == Message.CONNECTION || ended().isDone()) {
          ReferenceCountUtil.release(message);
          throw new IOException("not expected: " + message);
        }
        received(ctx, message);
      }
    }
  }

  private void greeted(ChannelHandlerContext ctx, Hello hello) throws IOException {
    if (hello.maxExchanges() < maxExchanges) {
      throw new IOException(
          "the server allows for %d at once (wanted: %d)"
              .formatted(hello.maxExchanges(), maxExchanges));
    }
    becomeReady(ctx);
  }
}
