package io.ft.examples.pipe;

import io.ft.codec.Limits;
import io.ft.codec.framed.FramedClientCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Fetches a file and writes it to another channel, no faster than that one takes it. */
public final class DownloadPipe {

  /** Blocks are verified as a whole, so one of them is in memory; the server keeps to this size. */
  static final Limits LIMITS = Limits.DEFAULT.withMaxBlockBytes(64 * 1024);

  private DownloadPipe() {}

  /** {@code HOST PORT PATH TO_HOST TO_PORT}: pipes the file to a TCP connection. */
  public static void main(String[] args) throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      SocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
      Channel target =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(args[3], Integer.parseInt(args[4]))
              .sync()
              .channel();
      System.out.println(start(loops, server, args[2], target).sync().getNow() + " bytes");
      target.close().sync();
    } finally {
      loops.shutdownGracefully();
    }
  }

  /**
   * Begins to pipe {@code path} to {@code target}, which stays open.
   *
   * @return the number of bytes, once {@code target} has taken all of them; or why it has not got
   *     the whole file. What it has got until then is a beginning of the file, each block verified
   */
  public static Future<Long> start(
      EventLoopGroup loops, SocketAddress server, String path, Channel target) {
    Promise<Long> piped = loops.next().newPromise();
    ChannelFuture connected =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel source) {
                    source
                        .pipeline()
                        .addLast(
                            new FramedClientCodec(LIMITS), new PipeHandler(path, target, piped));
                    target.pipeline().addLast(new Brake(source));
                  }
                })
            .connect(server);
    connected.addListener(
        result -> {
          if (!result.isSuccess()) {
            piped.tryFailure(result.cause());
          }
        });
    return piped;
  }
}
