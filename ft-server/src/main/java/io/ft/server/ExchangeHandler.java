package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.FileStore;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges of one connection, in either dialect: gives each message to the exchange it belongs
 * to, and ends all of them when the connection ends.
 *
 * <p>Used on the connection's event loop alone.
 */
final class ExchangeHandler extends SimpleChannelInboundHandler<Message>
    implements FileExchange.Connection {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

  /** How long a client may take to hear why it is sent away. */
  private static final long FAREWELL_MILLIS = 2_000;

  private final ServerConfig config;
  private final FileStore store;
  private final Workers workers;
  private final ServerEvents events;
  private final BlockTurns turns;
  private final ExchangeSlots slots;

  private final Map<Integer, FileExchange> exchanges = new LinkedHashMap<>();
  private @Nullable ChannelHandlerContext context;
  private Dialect dialect = Dialect.FRAMED;
  private int blockSizeBytes;
  private int maxExchanges;
  private int lastId;
  private boolean closing;
  private @Nullable String closeReason;

  ExchangeHandler(
      ServerConfig config,
      FileStore store,
      Workers workers,
      ServerEvents events,
      ExchangeSlots slots) {
    super(Message.class);
    this.config = config;
    this.store = store;
    this.workers = workers;
    this.events = events;
    this.slots = slots;
    this.blockSizeBytes = config.blockSizeBytes();
    this.maxExchanges = config.maxExchangesPerConnection();
    this.turns = new BlockTurns(2L * config.blockSizeBytes());
  }

  /** The client has shown which dialect it speaks. */
  void speaks(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Message message) {
    if (closing) {
      return;
    }
    switch (message.type()) {
      case HELLO -> greeted((Hello) message);
      case FILE_REQUEST -> request((FileRequest) message);
      case READY -> ready((Ready) message);
      case CANCEL -> cancel(message.id());
      case LIST_REQUEST -> {
        claim(message.id());
        ctx.writeAndFlush(
            new Failure(message.id(), ErrorCode.UNSUPPORTED, "listing was not negotiated"));
      }
      case PING -> ctx.writeAndFlush(new Pong(((Ping) message).value()));
      case PONG -> LOG.debug("{}: {}", ctx.channel().remoteAddress(), message);
      case FAILURE -> clientFailed(ctx, (Failure) message);
      default -> throw new ProtocolException(ErrorCode.MALFORMED, "not for a server: " + message);
    }
  }

  private void greeted(Hello hello) {
    blockSizeBytes = Math.min(blockSizeBytes, hello.maxBlockBytes());
    maxExchanges = Math.min(maxExchanges, hello.maxExchanges());
  }

  private void clientFailed(ChannelHandlerContext ctx, Failure failure) {
    if (failure.id() != Message.CONNECTION) {
      throw new ProtocolException(ErrorCode.MALFORMED, "not for a client to say: " + failure);
    }
    closeReason = "the client gave up: " + failure;
    ctx.close();
  }

  private void request(FileRequest request) {
    claim(request.id());
    if (exchanges.size() >= maxExchanges) {
      refuse(request, ErrorCode.LIMIT_EXCEEDED, "too many exchanges at once");
    } else if (request.wantsSha256()) {
      refuse(request, ErrorCode.UNSUPPORTED, "digests were not negotiated");
    } else if (!slots.tryTake()) {
      new FileExchange(request, this).refuseBusy("too many exchanges");
    } else {
      FileExchange exchange = new FileExchange(request, this);
      exchanges.put(request.id(), exchange);
      exchange.start();
    }
  }

  private void refuse(FileRequest request, ErrorCode code, String text) {
    context().writeAndFlush(new Failure(request.id(), code, text));
    report(new FileExchange(request, this), Outcome.FAILED, code, text);
  }

  /** Makes sure that no id is ever used twice, so that a late message finds no wrong exchange. */
  private void claim(int id) {
    if (id <= lastId) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "exchange id: " + id + " (expected: above " + lastId + ")");
    }
    lastId = id;
  }

  private void ready(Ready ready) {
    FileExchange exchange = exchanges.get(ready.id());
    if (exchange != null) {
      exchange.ready(ready);
    } else {
      checkUsed(ready.id());
    }
  }

  private void cancel(int id) {
    FileExchange exchange = exchanges.get(id);
    if (exchange != null) {
      exchange.cancel();
    } else {
      checkUsed(id);
    }
  }

  /** A message that crossed with the end of its exchange is ignored; one that had none is wrong. */
  private void checkUsed(int id) {
    if (id > lastId) {
      throw new ProtocolException(ErrorCode.MALFORMED, "no such exchange: " + id);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    // Answers pile up when a client asks and does not read: ask it no more until it does.
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent idle) {
      // The first event of a silence comes even if a block is trickling out; the next one does not.
      if (!idle.isFirst() && exchanges.values().stream().noneMatch(FileExchange::waitsForWorker)) {
        fail(ctx, ErrorCode.TIMEOUT, "no byte moved for " + config.idleTimeoutMillis() + " ms");
      }
    } else if (event instanceof HandshakeDeadline.Expired expired) {
      fail(ctx, ErrorCode.TIMEOUT, "no request within " + expired.timeoutMillis() + " ms");
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      closeReason = "connection failed: " + cause.getMessage();
      ctx.close();
    } else {
      ServerFailures.Answer answer = ServerFailures.to(cause);
      fail(ctx, answer.code(), answer.text());
    }
  }

  /**
   * Tells the client what went wrong and ends the connection. The sending side is closed first:
   * what the client still sends would otherwise turn the close into a reset, which could overtake
   * the message. A client that does not take it is not waited for.
   */
  private void fail(ChannelHandlerContext ctx, ErrorCode code, String text) {
    if (closing) {
      return;
    }
    closing = true;
    closeReason = text;
    endExchanges();
    ctx.writeAndFlush(new Failure(Message.CONNECTION, code, text))
        .addListener(
            written -> {
              if (written.isSuccess()) {
                ((DuplexChannel) ctx.channel()).shutdownOutput();
              } else {
                ctx.close();
              }
            });
    ctx.executor().schedule(() -> ctx.close(), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    endExchanges();
    ctx.fireChannelInactive();
  }

  /** The connection is gone, or soon will be: every exchange has ended early. */
  private void endExchanges() {
    if (turns.isStopped()) {
      return;
    }
    turns.stop();
    if (exchanges.isEmpty() && closeReason != null) {
      events.connectionFailed(context().channel().remoteAddress(), closeReason);
    }
    String reason = closeReason == null ? "the client left" : closeReason;
    for (FileExchange exchange : List.copyOf(exchanges.values())) {
      exchange.connectionLost(reason);
      ended(exchange);
    }
  }

  @Override
  public ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }

  @Override
  public FileStore store() {
    return store;
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public BlockTurns turns() {
    return turns;
  }

  @Override
  public int blockSizeBytes() {
    return blockSizeBytes;
  }

  @Override
  public void ended(FileExchange exchange) {
    if (exchanges.remove(exchange.id()) != null) {
      slots.giveBack();
    }
  }

  @Override
  public void report(
      FileExchange exchange, Outcome outcome, @Nullable ErrorCode code, String detail) {
    events.exchangeEnded(
        new ExchangeReport(
            context().channel().remoteAddress(),
            dialect,
            exchange.path(),
            outcome,
            code,
            exchange.bytesSent(),
            exchange.durationNanos(),
            detail));
  }
}
