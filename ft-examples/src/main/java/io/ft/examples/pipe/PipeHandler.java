package io.ft.examples.pipe;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.BlockSequence;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The one exchange of a connection: asks for a file, verifies each block, and writes it to the
 * target. The comments name the rules of the protocol that a step is there for.
 */
final class PipeHandler extends SimpleChannelInboundHandler<Message> {

  private static final int ID = 1;
  private static final long PING_SECONDS = 15;
  private static final BlockSequence NOTHING = new BlockSequence(Limits.MIN_BLOCK_BYTES, 0, 0);

  private final String path;
  private final Channel target;
  private final Promise<Long> piped;
  private final CRC32C sum = new CRC32C();
  private BlockSequence blocks = NOTHING;
  private ByteBuf block = Unpooled.EMPTY_BUFFER;

  PipeHandler(String path, Channel target, Promise<Long> piped) {
    this.path = path;
    this.target = target;
    this.piped = piped;
  }

  /** Both go out at once: a client does not wait for the greeting of the server (H-10). */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    int maxBlockBytes = DownloadPipe.LIMITS.maxBlockBytes();
    ctx.write(new Hello(Set.of(), Limits.MIN_EXCHANGES, maxBlockBytes, "pipe/1"));
    ctx.writeAndFlush(new FileRequest(ID, path));
    pingLater(ctx);
  }

  /** A client that does not read says that it is alive (T-3). */
  private static void pingLater(ChannelHandlerContext ctx) {
    ctx.executor()
        .schedule(
            () -> {
              if (ctx.channel().isActive()) {
                ctx.writeAndFlush(new Ping(0));
                pingLater(ctx);
              }
            },
            PING_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Contents are released when this returns. */
  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Message message) throws IOException {
    switch (message.type()) {
      case HELLO -> greeted((Hello) message);
      case EXISTS -> exists(ctx, (Exists) message);
      case BLOCK_HEADER -> begin(ctx, (BlockHeader) message);
      case BLOCK_CONTENT -> content((BlockContent) message);
      case BLOCK_END -> blockEnd(ctx, (BlockEnd) message);
      case END -> end(ctx, (End) message);
      case PING -> ctx.writeAndFlush(new Pong(((Ping) message).value()));
      case PONG -> {}
      // NOT_EXISTS, BUSY, FAILURE and GO_AWAY; and what a server must not say here.
      default -> throw new IOException("no file: " + message);
    }
  }

  private static void greeted(Hello hello) {
    if (!hello.speaksOurVersion()) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED_VERSION, "the version is " + Hello.VERSION);
    }
  }

  private void exists(ChannelHandlerContext ctx, Exists exists) {
    if (blocks != NOTHING) {
      throw new ProtocolException(ErrorCode.MALFORMED, "a second answer");
    }
    Ready all = new Ready(ID, 0, Long.MAX_VALUE);
    blocks = BlockSequence.of(exists, all);
    ctx.writeAndFlush(all);
  }

  private void begin(ChannelHandlerContext ctx, BlockHeader header) {
    blocks.begin(header);
    block = ctx.alloc().buffer(header.length(), header.length());
  }

  private void content(BlockContent content) {
    blocks.content(content);
    block.writeBytes(content.content());
  }

  /** Nobody gets a block before it is verified (B-8). */
  private void blockEnd(ChannelHandlerContext ctx, BlockEnd end) throws IOException {
    blocks.end(end);
    sum.reset();
    sum.update(block.nioBuffer());
    if (sum.getValue() != end.checksum()) {
      ctx.writeAndFlush(new Cancel(ID));
      throw new IOException("a block is not what the server sent");
    }
    ByteBuf verified = block;
    block = Unpooled.EMPTY_BUFFER;
    target.writeAndFlush(verified);
  }

  /** What was written before an empty buffer has been taken when that has. */
  private void end(ChannelHandlerContext ctx, End last) {
    blocks.end(last);
    target
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              if (taken.isSuccess()) {
                piped.trySuccess(last.length());
              } else {
                piped.tryFailure(taken.cause());
              }
              ctx.close();
            });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    piped.tryFailure(new EOFException("the connection ended early"));
    block.release();
    block = Unpooled.EMPTY_BUFFER;
  }

  /** Tells the server, if it is one and broke a rule (E-1, D-7). */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    piped.tryFailure(cause);
    if (cause instanceof ProtocolException broken && broken.isTellable()) {
      String text = String.valueOf(broken.getMessage());
      ctx.writeAndFlush(new Failure(Message.CONNECTION, broken.code(), text))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.close();
    }
  }
}
