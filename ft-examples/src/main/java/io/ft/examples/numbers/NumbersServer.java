package io.ft.examples.numbers;

import io.ft.codec.DialectDetector;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.classic.ClassicTiming;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Offers {@code numbers/N} to clients of both dialects. */
public final class NumbersServer {

  private static final int IDLE_SECONDS = 60;

  private NumbersServer() {}

  /** Serves on 127.0.0.1, on the port that the first argument says, until the process ends. */
  public static void main(String[] args) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    InetAddress host = InetAddress.getLoopbackAddress();
    Channel listener = start(loops, new InetSocketAddress(host, Integer.parseInt(args[0])));
    System.out.println("listening on " + listener.localAddress());
    listener.closeFuture().sync();
  }

  /**
   * Starts to listen at {@code address}; whoever calls it closes the channel, and ends the loops.
   */
  public static Channel start(EventLoopGroup loops, InetSocketAddress address)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new IdleClose(IDLE_SECONDS), new Detector());
              }
            })
        .bind(address)
        .sync()
        .channel();
  }

  /** The first byte of the client tells which codec it needs. */
  private static final class Detector extends DialectDetector {

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      ctx.pipeline().addLast(new FramedServerCodec(), new NumbersHandler(true));
    }

    @Override
    protected void classic(ChannelHandlerContext ctx) {
      ctx.pipeline()
          .addLast(new ClassicServerCodec(ClassicTiming.DEFAULT), new NumbersHandler(false));
    }

    @Override
    protected void tls(ChannelHandlerContext ctx) {
      ctx.close();
    }
  }
}
