/**
 * The typed messages of a file exchange, apart from the bytes that carry them.
 *
 * <h2>Starting points</h2>
 *
 * <ul>
 *   <li>{@link io.ft.codec.Message}: what two peers can say to each other, in the order they say it
 *   <li>{@link io.ft.codec.framed.FramedServerCodec} and {@link
 *       io.ft.codec.framed.FramedClientCodec}: the framed dialect, a handler for each side
 *   <li>{@link io.ft.codec.classic.ClassicServerCodec} and {@link
 *       io.ft.codec.classic.ClassicClientCodec}: the original bytes
 *   <li>{@link io.ft.codec.DialectDetector}: serves both on one port
 *   <li>{@link io.ft.codec.BlockSequence} and {@link io.ft.codec.FileAggregator}: what a receiver
 *       of file data needs
 *   <li>{@link io.ft.codec.MessagePrinter}: shows a conversation
 * </ul>
 *
 * <h2>Example</h2>
 *
 * <p>A program that asks the server at a host and port for a small file and prints it. Larger ones,
 * and servers, are in {@code docs/embedding.md}.
 *
 * <pre>{@code
 * import io.ft.codec.*;
 * import io.ft.codec.framed.FramedClientCodec;
 * import io.netty.bootstrap.Bootstrap;
 * import io.netty.channel.*;
 * import io.netty.channel.nio.NioIoHandler;
 * import io.netty.channel.socket.nio.NioSocketChannel;
 * import java.nio.charset.StandardCharsets;
 * import java.util.Set;
 *
 * public final class PrintFile extends ChannelInboundHandlerAdapter {
 *
 *   private final String path;
 *
 *   PrintFile(String path) {
 *     this.path = path;
 *   }
 *
 *   public static void main(String[] args) throws Exception {
 *     EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
 *     try {
 *       new Bootstrap()
 *           .group(loops)
 *           .channel(NioSocketChannel.class)
 *           .handler(
 *               new ChannelInitializer<Channel>() {
 *                 protected void initChannel(Channel channel) {
 *                   channel.pipeline()
 *                       .addLast(new FramedClientCodec(Limits.DEFAULT))
 *                       .addLast(new FileAggregator(64 * 1024))
 *                       .addLast(new PrintFile(args[2]));
 *                 }
 *               })
 *           .connect(args[0], Integer.parseInt(args[1]))
 *           .sync()
 *           .channel()
 *           .closeFuture()
 *           .sync();
 *     } finally {
 *       loops.shutdownGracefully();
 *     }
 *   }
 *
 *   public void channelActive(ChannelHandlerContext ctx) {
 *     int maxBlockBytes = Limits.DEFAULT.maxBlockBytes();
 *     ctx.write(new Hello(Set.of(), Limits.MIN_EXCHANGES, maxBlockBytes, "print-file/1"));
 *     ctx.writeAndFlush(new FileRequest(1, path));
 *   }
 *
 *   public void channelRead(ChannelHandlerContext ctx, Object msg) {
 *     if (msg instanceof AggregatedFile file) {
 *       System.out.print(file.content().toString(StandardCharsets.UTF_8));
 *       file.release();
 *       ctx.close();
 *     } else if (msg instanceof NotExists || msg instanceof Busy || msg instanceof Failure) {
 *       System.out.println("no file: " + msg);
 *       ctx.close();
 *     } else if (msg instanceof Ping ping) {
 *       ctx.writeAndFlush(new Pong(ping.value()));
 *     }
 *   }
 *
 *   public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
 *     System.out.println("no file: " + cause);
 *     ctx.close();
 *   }
 * }
 * }</pre>
 *
 * <p>{@code docs/protocol.md} is the normative specification of both dialects.
 */
@NullMarked
package io.ft.codec;

import org.jspecify.annotations.NullMarked;
