package io.ft.server;

import io.ft.codec.Busy;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.security.Identity;
import io.ft.server.store.NotServedException;
import io.ft.server.store.Permission;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
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
    implements Exchange.Connection, ProgressWatch.Watched {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

  /** What a server announces in its greeting. */
  static final Set<Feature> OFFERED = Set.of(Feature.LIST, Feature.SHA256);

  /** How long a client stays away for which there is no room. */
  private static final long BUSY_MILLIS = 5_000;

  private final Service service;
  private final ServerConfig config;
  private final Visitor visitor;
  private final PacingHandler pacing;
  private final Turns turns;
  // One batch at a time: what a slow client leaves of it must not reach the mark at which a channel
  // counts as not writable, or the server would not read its CANCEL or PING.
  private final Turns listingTurns = new Turns(1);
  private final ProgressWatch progress;

  private final OpenExchanges exchanges;
  private @Nullable ChannelHandlerContext context;
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);
  private Dialect dialect = Dialect.FRAMED;
  private Identity identity = Identity.NONE;
  private @Nullable RegionChunks chunks;
  private int blockSizeBytes;
  private int maxExchanges;
  private long bytesTaken;
  private boolean greeted;
  private boolean draining;
  private boolean closing;
  private boolean ended;
  private @Nullable String closeReason;

  /**
   * For a connection of {@code visitor}.
   *
   * @param config the settings that hold for it
   * @param pacing the handler that holds back what is written too fast
   */
  ExchangeHandler(Service service, ServerConfig config, Visitor visitor, PacingHandler pacing) {
    super(Message.class);
    this.service = service;
    this.config = config;
    this.visitor = visitor;
    this.pacing = pacing;
    this.blockSizeBytes = config.blockSizeBytes();
    this.maxExchanges = config.exchanges().maxPerConnection();
    this.turns = new Turns(2L * config.blockSizeBytes());
    this.progress = new ProgressWatch(config.timeouts(), this);
    this.exchanges = new OpenExchanges(service.exchangeSlots(), config.exchanges());
  }

  /** The connection has TLS, and what is sent goes through {@code chunks}. */
  void sendsChunks(RegionChunks chunks) {
    this.chunks = chunks;
  }

  /**
   * TLS has been agreed on.
   *
   * @param subject whom the client's certificate names, unescaped; null if nobody
   */
  void certified(@Nullable String subject) {
    if (subject != null) {
      identity = new Identity(subject, identity.permission());
    }
  }

  /** The client's token is good. */
  void identified(Identity holder) {
    identity = holder;
  }

  /** The connection cannot be used any more and will be closed at once. */
  void broken(String reason) {
    if (closeReason == null) {
      closeReason = reason;
    }
  }

  /** Whether an exchange has not ended, so that there is more to be sent. */
  boolean isBusy() {
    return !exchanges.isEmpty();
  }

  /** The client has shown which dialect it speaks. */
  void speaks(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    progress.start(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    progress.stop();
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
      case PONG -> LOG.debug("{}: {}", visitor.remote(), message);
      case FAILURE -> clientFailed(ctx, (Failure) message);
      default -> throw new ProtocolException(ErrorCode.MALFORMED, "not for a server: " + message);
    }
  }

  private void greeted(Hello hello) {
    greeted = true;
    if (visitor.refusal() != null) {
      farewell(new Busy(Message.CONNECTION, BUSY_MILLIS, 0), visitor.refusal());
      return;
    }
    features.addAll(hello.features());
    features.retainAll(OFFERED);
    blockSizeBytes = Math.min(blockSizeBytes, hello.maxBlockBytes());
    maxExchanges = Math.min(maxExchanges, hello.maxExchanges());
    if (draining) {
      goAway();
    }
  }

  private void clientFailed(ChannelHandlerContext ctx, Failure failure) {
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
    exchanges.claim(exchange.id());
    if (draining && dialect == Dialect.FRAMED) {
      // It crossed with GO_AWAY, so its client knows that nobody attends to it.
      return;
    }
    exchanges.begun();
    String refusal = draining ? Drain.REASON : visitor.refusal();
    if (refusal != null) {
      exchange.refuseBusy(refusal);
    } else if (exchanges.count() >= maxExchanges) {
      exchange.fail(ErrorCode.LIMIT_EXCEEDED, "too many exchanges at once");
    } else if (!offered) {
      exchange.fail(ErrorCode.UNSUPPORTED, "the feature was not negotiated");
    } else if (exchange.path().length() > Limits.MAX_PATH_BYTES) {
      // It names nothing, and could take much memory while it waits.
      exchange.fail(new NotServedException("longer than " + Limits.MAX_PATH_BYTES + " bytes"));
    } else {
      exchanges.enter(exchange, client(), context().executor());
    }
  }

  private void ready(Ready ready) {
    Exchange exchange = exchanges.find(ready.id());
    if (exchange != null) {
      exchange.ready(ready);
    }
  }

  private void cancel(int id) {
    Exchange exchange = exchanges.find(id);
    if (exchange != null) {
      exchange.cancel();
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
      if (!idle.isFirst() && !isHeldBack() && !exchanges.anyWaitsForServer()) {
        fail(ErrorCode.TIMEOUT, "no byte moved for " + config.timeouts().idleMillis() + " ms");
      }
    } else if (event instanceof HandshakeDeadline.Expired expired) {
      fail(ErrorCode.TIMEOUT, "no request within " + expired.timeoutMillis() + " ms");
    } else if (event instanceof Drain) {
      drain();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /** The server is about to stop: begins nothing more, and ends what can be gone on with later. */
  private void drain() {
    if (draining || closing) {
      return;
    }
    draining = true;
    if (dialect == Dialect.FRAMED && greeted) {
      goAway();
    } else if (dialect == Dialect.FRAMED || exchanges.lastId() == 0) {
      context().close();
    }
  }

  private void goAway() {
    context().writeAndFlush(new GoAway(exchanges.lastId(), Drain.RETRY_AFTER_MILLIS, Drain.REASON));
    exchanges.all().forEach(Exchange::drain);
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (draining && !closing && exchanges.isQuiet() && greeted && dialect == Dialect.FRAMED) {
      closing = true;
      Farewell.say(context(), null);
    }
  }

  @Override
  public long bytesTaken() {
    return chunks == null ? bytesTaken : bytesTaken + chunks.bytesTaken();
  }

  @Override
  public boolean isHeldBack() {
    return pacing.holdsBack() || (chunks != null && chunks.waitsForRoom());
  }

  @Override
  public void tooSlow() {
    fail(
        ErrorCode.TIMEOUT,
        "took less than %d bytes a second for %d ms"
            .formatted(config.timeouts().minBytesPerSecond(), config.timeouts().progressMillis()));
  }

  @Override
  public void look(long nowNanos) {
    long limitNanos = TimeUnit.MILLISECONDS.toNanos(config.timeouts().progressMillis());
    for (Exchange exchange : exchanges.all()) {
      if (exchange.state() == Exchange.State.WAITING
          && exchange.nanosInState(nowNanos) > limitNanos) {
        exchange.fail(
            ErrorCode.TIMEOUT, "no READY within " + config.timeouts().progressMillis() + " ms");
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      closeReason = "connection failed: " + cause.getMessage();
      ctx.close();
    } else {
      ServerFailures.Answer answer = ServerFailures.to(cause);
      fail(answer.code(), answer.text());
    }
  }

  /** Tells the client what went wrong and ends the connection. */
  private void fail(ErrorCode code, String text) {
    farewell(new Failure(Message.CONNECTION, code, text), text);
  }

  /** Ends the connection with {@code last}, and ignores what the client still sends. */
  private void farewell(Message last, String reason) {
    if (!closing) {
      closing = true;
      closeReason = reason;
      endExchanges();
      Farewell.say(context(), last);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    progress.stop();
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
      service.events().connectionFailed(visitor.remote(), closeReason);
    }
    String reason = lostReason();
    for (Exchange exchange : exchanges.all()) {
      exchange.connectionLost(reason);
      exchanges.ended(exchange);
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
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Service service() {
    return service;
  }

  @Override
  public InetAddress client() {
    return visitor.client().address();
  }

  @Override
  public Permission permission() {
    return identity.permission();
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
  public int blockSizeBytes() {
    return blockSizeBytes;
  }

  @Override
  public void took(long bytes) {
    bytesTaken += bytes;
  }

  @Override
  public boolean isDraining() {
    return draining;
  }

  @Override
  public String lostReason() {
    if (closeReason != null) {
      return closeReason;
    }
    return service.isDraining() ? "the server stopped" : "the client left";
  }

  @Override
  public void ended(Exchange exchange) {
    exchanges.ended(exchange);
  }

  @Override
  public void report(Exchange exchange, Outcome outcome, @Nullable ErrorCode code, String detail) {
    service
        .events()
        .exchangeEnded(
            new ExchangeReport(
                visitor.remote(),
                identity.name(),
                dialect,
                chunks != null,
                exchange.kind(),
                exchange.path(),
                outcome,
                code,
                exchange.offset(),
                exchange.bytesSent(),
                exchange.entriesSent(),
                exchange.durationNanos(),
                detail));
    exchanges.reported(exchange);
    closeIfDrained();
  }
}
