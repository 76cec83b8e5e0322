package io.ft.examples.http;

import io.ft.codec.DialectDetector;
import io.ft.codec.framed.FramedServerCodec;
import io.ft.examples.numbers.NumbersHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/** A web server to whose port ft was added: one handler in front of what was there before. */
public final class WebServer {

  private static final int MAX_CONTENT_BYTES = 64 * 1024;

  private WebServer() {}

  /**
   * Starts to listen at {@code address}; whoever calls it closes the channel, and ends the loops.
   */
  public static Channel start(EventLoopGroup loops, InetSocketAddress address)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new FtOrHttp());
              }
            })
        .bind(address)
        .sync()
        .channel();
  }

  /**
   * No HTTP request begins with NUL, and a name of the classic dialect looks like one: it is off.
   */
  private static final class FtOrHttp extends DialectDetector {

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      ctx.pipeline().addLast(new FramedServerCodec(), new NumbersHandler(true));
    }

    @Override
    protected void classic(ChannelHandlerContext ctx) {
      ctx.pipeline()
          .addLast(
              new HttpServerCodec(), new HttpObjectAggregator(MAX_CONTENT_BYTES), new HelloPage());
    }

    /** A server that has HTTPS adds its SslHandler here, and behind that another detector. */
    @Override
    protected void tls(ChannelHandlerContext ctx) {
      ctx.close();
    }
  }
}
