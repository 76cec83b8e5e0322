package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.ListRequest;
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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    implements Exchange.Connection {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

  /** What a server announces in its greeting. */
  static final Set<Feature> OFFERED = Set.of(Feature.LIST, Feature.SHA256);

  /** How long a client may take to hear why it is sent away. */
  private static final long FAREWELL_MILLIS = 2_000;

  private final ServerConfig config;
  private final FileStore store;
  private final Workers workers;
  private final ServerEvents events;
  private final Turns turns;
  // One batch at a time: what a slow client leaves of it must not reach the mark at which a channel
  // counts as not writable, or the server would not read its CANCEL or PING.
  private final Turns listingTurns = new Turns(1);
  private final ExchangeSlots slots;
  private final DigestPlaces digestPlaces;
  private final ContentBudget contentBudget;

  private final Map<Integer, Exchange> exchanges = new LinkedHashMap<>();
  private @Nullable ChannelHandlerContext context;
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);
  private Dialect dialect = Dialect.FRAMED;
  private int blockSizeBytes;
  private int maxExchanges;
  private int lastId;
  private boolean closing;
  private boolean ended;
  private @Nullable String closeReason;

  ExchangeHandler(
      ServerConfig config,
      FileStore store,
      Workers workers,
      ServerEvents events,
      ExchangeSlots slots,
      DigestPlaces digestPlaces,
      ContentBudget contentBudget) {
    super(Message.class);
    this.config = config;
    this.store = store;
    this.workers = workers;
    this.events = events;
    this.slots = slots;
    this.digestPlaces = digestPlaces;
    this.contentBudget = contentBudget;
    this.blockSizeBytes = config.blockSizeBytes();
    this.maxExchanges = config.maxExchangesPerConnection();
    this.turns = new Turns(2L * config.blockSizeBytes());
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
      case LIST_REQUEST -> list((ListRequest) message);
      case PING -> ctx.writeAndFlush(new Pong(((Ping) message).value()));
      case PONG -> LOG.debug("{}: {}", ctx.channel().remoteAddress(), message);
      case FAILURE -> clientFailed(ctx, (Failure) message);
      default -> throw new ProtocolException(ErrorCode.MALFORMED, "not for a server: " + message);
    }
  }

  private void greeted(Hello hello) {
    features.addAll(hello.features());
    features.retainAll(OFFERED);
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
    boolean offered = !request.wantsSha256() || features.contains(Feature.SHA256);
    begin(new FileExchange(request, this), offered);
  }

  private void list(ListRequest request) {
    begin(new ListExchange(request, this), features.contains(Feature.LIST));
  }

  /** Begins {@code exchange}, or gives the first answer that holds of those against it. */
  private void begin(Exchange exchange, boolean offered) {
    claim(exchange.id());
    if (exchanges.size() >= maxExchanges) {
      exchange.fail(ErrorCode.LIMIT_EXCEEDED, "too many exchanges at once");
    } else if (!offered) {
      exchange.fail(ErrorCode.UNSUPPORTED, "the feature was not negotiated");
    } else if (!slots.tryTake()) {
      exchange.refuseBusy("too many exchanges");
    } else {
      exchanges.put(exchange.id(), exchange);
      exchange.start();
    }
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
    Exchange exchange = exchanges.get(ready.id());
    if (exchange != null) {
      exchange.ready(ready);
    } else {
      checkUsed(ready.id());
    }
  }

  private void cancel(int id) {
    Exchange exchange = exchanges.get(id);
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
      if (!idle.isFirst() && exchanges.values().stream().noneMatch(Exchange::waitsForWorker)) {
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
    if (ended) {
      return;
    }
    ended = true;
    turns.stop();
    listingTurns.stop();
    if (exchanges.isEmpty() && closeReason != null) {
      events.connectionFailed(context().channel().remoteAddress(), closeReason);
    }
    String reason = closeReason == null ? "the client left" : closeReason;
    for (Exchange exchange : List.copyOf(exchanges.values())) {
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
  public Turns turns() {
    return turns;
  }

  @Override
  public Turns listingTurns() {
    return listingTurns;
  }

  @Override
  public DigestPlaces digestPlaces() {
    return digestPlaces;
  }

  @Override
  public ContentBudget contentBudget() {
    return contentBudget;
  }

  @Override
  public int blockSizeBytes() {
    return blockSizeBytes;
  }

  @Override
  public void ended(Exchange exchange) {
    if (exchanges.remove(exchange.id()) != null) {
      slots.giveBack();
    }
  }

  @Override
  public void report(Exchange exchange, Outcome outcome, @Nullable ErrorCode code, String detail) {
    events.exchangeEnded(
        new ExchangeReport(
            context().channel().remoteAddress(),
            dialect,
            exchange.kind(),
            exchange.path(),
            outcome,
            code,
            exchange.bytesSent(),
            exchange.entriesSent(),
            exchange.durationNanos(),
            detail));
  }
}
