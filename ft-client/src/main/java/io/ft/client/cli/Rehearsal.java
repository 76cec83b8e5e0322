package io.ft.client.cli;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Downloads a small file from itself, over the loopback interface and into a temporary folder. The
 * launcher runs it once, for the JVM to see and archive the classes that a download needs.
 */
public final class Rehearsal {

  private static final String NAME = "rehearsal";
  private static final byte[] FILE = new byte[1024];

  private Rehearsal() {}

  /** Runs it; the process ends with 0 if the file arrived. */
  public static void main(String[] args) throws IOException {
    System.exit(run());
  }

  static int run() throws IOException {
    Path directory = Files.createTempDirectory("ft-");
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Channel server =
          new ServerBootstrap()
              .group(loop)
              .channel(NioServerSocketChannel.class)
              .childHandler(new Pipeline())
              .bind(InetAddress.getLoopbackAddress(), 0)
              .syncUninterruptibly()
              .channel();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      String url = "ft://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
      return FtMain.run(
          new String[] {"get", "-O", directory.toString(), "--retry", "0", url + "/" + NAME},
          Map.of());
    } finally {
      loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
      Files.deleteIfExists(directory.resolve(NAME));
      Files.deleteIfExists(directory);
    }
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast(new FramedServerCodec(), new OneFileHandler());
    }
  }

  /** Has one file, whatever its name is. */
  private static final class OneFileHandler extends SimpleChannelInboundHandler<Message> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, Message message) {
      if (message instanceof Hello) {
        context.writeAndFlush(new Hello(Set.of(), 128, Limits.MIN_BLOCK_BYTES, NAME));
      } else if (message instanceof FileRequest request) {
        int id = request.id();
        context.writeAndFlush(
            new Exists(
                id, FILE.length, Instant.EPOCH, new Tag("01"), Limits.MIN_BLOCK_BYTES, null));
        if (request.advance() != null) {
          send(context, id);
        }
      } else if (message instanceof Ready ready) {
        send(context, ready.id());
      }
    }

    private static void send(ChannelHandlerContext context, int id) {
      CRC32C checksum = new CRC32C();
      checksum.update(FILE);
      context.write(new BlockHeader(id, 0, FILE.length));
      context.write(new BlockContent(id, Unpooled.wrappedBuffer(FILE)));
      context.write(new BlockEnd(id, checksum.getValue()));
      context.writeAndFlush(new End(id, FILE.length));
    }
  }
}
