package io.ft.examples.numbers;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Answers the messages of one client, whichever dialect brings them. The comments name the rules of
 * the protocol that a step is there for.
 */
public final class NumbersHandler extends SimpleChannelInboundHandler<Message> {

  /** Large enough for good rates, small enough to be made on an event loop. */
  private static final int BLOCK_SIZE_BYTES = 64 * 1024;

  private static final int MAX_EXCHANGES = 16;
  private static final long FAREWELL_MILLIS = 2_000;

  private final boolean framed;
  private final Map<Integer, Sending> open = new HashMap<>();
  private final Queue<Sending> turns = new ArrayDeque<>();
  private int highestId;
  private int maxExchanges = MAX_EXCHANGES;
  private int blockSizeBytes = BLOCK_SIZE_BYTES;
  private boolean failed;

  /**
   * A handler behind a codec.
   *
   * @param framed whether the codec is the one of the framed dialect, which begins with a greeting
   */
  public NumbersHandler(boolean framed) {
    this.framed = framed;
  }

  /** The client has spoken, so the server may (D-5); it does not wait for the greeting (H-1). */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (framed) {
      ctx.writeAndFlush(new Hello(Set.of(), MAX_EXCHANGES, Limits.MIN_BLOCK_BYTES, "numbers/1"));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Message message) {
    if (failed) {
      return;
    }
    switch (message.type()) {
      case HELLO -> greeted((Hello) message);
      case FILE_REQUEST -> request(ctx, (FileRequest) message);
      case READY -> ready(ctx, (Ready) message);
      case CANCEL -> cancel(ctx, message.id());
      case LIST_REQUEST -> {
        begin(message.id());
        fail(ctx, message.id(), ErrorCode.UNSUPPORTED, "no listings here");
      }
      case PING -> ctx.write(new Pong(((Ping) message).value()));
      case PONG -> {}
      case FAILURE -> ctx.close();
      default -> throw malformed("not for a server: " + message);
    }
  }

  private void greeted(Hello hello) {
    if (!hello.speaksOurVersion()) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED_VERSION, "the version is " + Hello.VERSION);
    }
    maxExchanges = Math.min(maxExchanges, hello.maxExchanges());
    blockSizeBytes = Math.min(blockSizeBytes, hello.maxBlockBytes());
  }

  private void request(ChannelHandlerContext ctx, FileRequest request) {
    int id = request.id();
    begin(id);
    NumberList file = NumberList.named(request.path()).orElse(null);
    // The first that applies, in the order of R-1.
    if (open.size() >= maxExchanges) {
      fail(ctx, id, ErrorCode.LIMIT_EXCEEDED, "at most " + maxExchanges + " exchanges");
    } else if (request.wantsSha256()) {
      fail(ctx, id, ErrorCode.UNSUPPORTED, "no digests here");
    } else if (file == null) {
      ctx.write(new NotExists(id));
    } else if (!request.expectedTag().isNone() && !request.expectedTag().equals(file.tag())) {
      fail(ctx, id, ErrorCode.CHANGED, "the tag is another one");
    } else {
      Exists exists =
          new Exists(id, file.sizeBytes(), NumberList.MODIFIED, file.tag(), blockSizeBytes, null);
      Sending sending = new Sending(exists, file);
      open.put(id, sending);
      ctx.write(exists);
      FileRequest.Advance advance = request.advance();
      if (advance != null && exists.size() <= advance.maxSize()) {
        start(ctx, sending, new Ready(id, advance.offset(), advance.length()));
      }
    }
  }

  /** Ids ascend. */
  private void begin(int id) {
    if (id <= highestId) {
      throw malformed("the id " + id + " behind " + highestId);
    }
    highestId = id;
  }

  private void ready(ChannelHandlerContext ctx, Ready ready) {
    checkBegun(ready.id());
    Sending sending = open.get(ready.id());
    if (sending == null) {
      // It has ended, and this crossed with its end.
      return;
    }
    if (sending.isReady()) {
      throw malformed("a second READY");
    }
    start(ctx, sending, ready);
  }

  private void start(ChannelHandlerContext ctx, Sending sending, Ready ready) {
    if (ready.offset() > sending.sizeBytes()) {
      open.remove(sending.id());
      fail(ctx, sending.id(), ErrorCode.BAD_RANGE, "the file is shorter");
      return;
    }
    sending.ready(ready);
    turns.add(sending);
    send(ctx);
  }

  private void cancel(ChannelHandlerContext ctx, int id) {
    checkBegun(id);
    Sending sending = open.remove(id);
    if (sending != null) {
      turns.remove(sending);
      fail(ctx, id, ErrorCode.CANCELLED, "as you wish");
    }
  }

  /** Whoever speaks of an exchange has begun it. */
  private void checkBegun(int id) {
    if (id > highestId) {
      throw malformed("an exchange that was never begun: " + id);
    }
  }

  /** A block of each in turn (B-10), as long as the client takes them: the rest is made later. */
  private void send(ChannelHandlerContext ctx) {
    while (ctx.channel().isWritable() && !turns.isEmpty()) {
      Sending sending = turns.remove();
      if (sending.writeNext(ctx)) {
        open.remove(sending.id());
      } else {
        turns.add(sending);
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    send(ctx);
    ctx.flush();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.fireChannelReadComplete();
  }

  private static void fail(ChannelHandlerContext ctx, int id, ErrorCode code, String text) {
    ctx.write(new Failure(id, code, text));
  }

  private static ProtocolException malformed(String text) {
    return new ProtocolException(ErrorCode.MALFORMED, text);
  }

  /** Fails the connection (E-1), so that the client can read why (E-3). */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (failed || !framed || !(cause instanceof ProtocolException broken)) {
      ctx.close();
      return;
    }
    failed = true;
    turns.clear();
    open.clear();
    ctx.writeAndFlush(
            new Failure(Message.CONNECTION, broken.code(), String.valueOf(broken.getMessage())))
        .addListener(written -> ((DuplexChannel) ctx.channel()).shutdownOutput());
    ctx.executor().schedule(() -> ctx.close(), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
  }
}
