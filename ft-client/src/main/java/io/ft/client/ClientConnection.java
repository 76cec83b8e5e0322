package io.ft.client;

import io.ft.client.security.AccessToken;
import io.ft.codec.Busy;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.MessageType;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.ProtocolException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection and the exchanges on it: greets, opens as many exchanges as both sides allow, gives
 * each message to its exchange, and watches that the server goes on.
 *
 * <p>The last handler of its pipeline. Used on its event loop alone.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final String AGENT = "ft-client";
  private static final Set<Feature> FEATURES = Set.of(Feature.LIST, Feature.SHA256);

  /** How often a client that waits tells the server that it is alive, and asks the same of it. */
  private static final long MAX_PING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long WATCH_INTERVAL_MILLIS = 250;

  /** How long a server may take to end exchanges that nobody wants any more. */
  private static final long GIVEN_UP_MILLIS = 2_000;

  private final Server server;
  private final Dialect dialect;
  private final ClientConfig config;
  private final RateLimit rateLimit;
  private final Queue<Exchange> queued = new ArrayDeque<>();
  private final Map<Integer, Exchange> open = new LinkedHashMap<>();

  private @Nullable ChannelHandlerContext context;
  private @Nullable ReadBrake brake;
  private @Nullable Future<?> watch;
  private @Nullable TransferException closeCause;
  private int maxExchanges;
  private int lastId;
  private boolean ready;
  private boolean greeted;
  private boolean goingAway;
  private boolean suspect;
  private boolean closing;
  private boolean flushPending;
  private long connectedNanos;
  private long progressNanos;
  private long pingNanos;

  /** When the first Ping went out after which nothing came. */
  private long unansweredSinceNanos;

  private boolean signOwed;

  ClientConnection(Server server, Dialect dialect, ClientConfig config, RateLimit rateLimit) {
    this.server = server;
    this.rateLimit = rateLimit;
    this.dialect = dialect;
    this.config = config;
    int allowedBeforeHello = dialect == Dialect.CLASSIC ? 1 : Limits.MIN_EXCHANGES;
    this.maxExchanges = Math.min(config.maxExchanges(), allowedBeforeHello);
  }

  /** Each channel that is tried has it in its pipeline; only the one that connects uses it. */
  @Override
  public boolean isSharable() {
    return true;
  }

  /** How many exchanges it has to do with. */
  int load() {
    return open.size() + queued.size();
  }

  /** Whether another exchange can be given to it. */
  boolean acceptsMore() {
    // It may be closed for some turns of the loop before this is told.
    boolean isClosed = context != null && !context.channel().isActive();
    return !closing
        && !isClosed
        && !goingAway
        && !suspect
        && dialect == Dialect.FRAMED
        && lastId < Integer.MAX_VALUE - queued.size();
  }

  /** Opens {@code exchange} as soon as the connection stands and has room for it. */
  void submit(Exchange exchange) {
    queued.add(exchange);
    openQueued();
  }

  /** The connection could not be made, or must end: every exchange fails with {@code cause}. */
  void fail(TransferException cause) {
    closing = true;
    if (closeCause == null) {
      closeCause = cause;
    }
    finishAll(closeCause);
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (closing) {
      ctx.close();
      return;
    }
    context = ctx;
    brake = new ReadBrake(ctx.channel(), config.maxBufferedBytes(), rateLimit);
    connectedNanos = System.nanoTime();
    progressNanos = connectedNanos;
    pingNanos = connectedNanos;
    watch =
        ctx.executor()
            .scheduleWithFixedDelay(
                () -> watch(ctx),
                WATCH_INTERVAL_MILLIS,
                WATCH_INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    if (!server.secure()) {
      begin(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == TlsGate.OPEN) {
      if (!closing) {
        begin(ctx);
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /** It can be written to. */
  private void begin(ChannelHandlerContext ctx) {
    ready = true;
    if (dialect == Dialect.FRAMED) {
      ctx.write(hello());
    }
    openQueued();
    ctx.flush();
  }

  private Hello hello() {
    AccessToken token = config.security().tokenFor(server.secure(), server.host(), server.port());
    return new Hello(
        Hello.VERSION,
        Hello.VERSION,
        FEATURES,
        config.maxExchanges(),
        config.maxBlockBytes(),
        token == null ? "" : token.value(),
        AGENT);
  }

  private void openQueued() {
    if (!ready || context == null || brake == null || closing) {
      return;
    }
    while (open.size() < maxExchanges && !queued.isEmpty()) {
      Exchange exchange = queued.remove();
      if (!exchange.hasEnded()) {
        lastId++;
        progressNanos = System.nanoTime();
        open.put(lastId, exchange);
        exchange.begin(lastId, context, brake, greeted);
        flushAtEndOfTurn(context);
      }
    }
  }

  /** What is asked for in one turn goes out in one write. */
  private void flushAtEndOfTurn(ChannelHandlerContext ctx) {
    if (!flushPending) {
      flushPending = true;
      ctx.executor()
          .execute(
              () -> {
                flushPending = false;
                ctx.flush();
              });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (closing) {
      ReferenceCountUtil.release(msg);
    } else if (msg instanceof Message message) {
      signOwed = false;
      if (message.type() != MessageType.PONG && message.type() != MessageType.PING) {
        progressNanos = System.nanoTime();
      }
      if (message.id() == Message.CONNECTION) {
        connectionMessage(ctx, message);
      } else {
        exchangeMessage(message);
      }
    } else {
      ctx.fireChannelRead(msg);
    }
  }

  private void connectionMessage(ChannelHandlerContext ctx, Message message) {
    switch (message.type()) {
      case HELLO -> greeted((Hello) message);
      case PING -> ctx.writeAndFlush(new Pong(((Ping) message).value()));
      case PONG -> LOG.debug("{}", message);
      case GO_AWAY -> goAway((GoAway) message);
      case FAILURE -> fail(TransferFailures.ofServer((Failure) message));
      case BUSY -> fail(TransferFailures.ofBusy((Busy) message));
      default -> throw new ProtocolException(ErrorCode.MALFORMED, "not for a client: " + message);
    }
  }

  private void greeted(Hello hello) {
    if (!hello.speaksOurVersion()) {
      throw new ProtocolException(
          ErrorCode.UNSUPPORTED_VERSION,
          "the server speaks versions %d to %d (expected: %d)"
              .formatted(hello.minVersion(), hello.maxVersion(), Hello.VERSION));
    }
    greeted = true;
    maxExchanges = Math.min(config.maxExchanges(), hello.maxExchanges());
    openQueued();
  }

  private void goAway(GoAway goAway) {
    goingAway = true;
    TransferException cause =
        TransferException.goingAway(
            "the server is about to stop: " + goAway.text(), goAway.retryAfterMillis());
    queued.forEach(exchange -> exchange.finish(cause));
    queued.clear();
    open.values().stream()
        .filter(exchange -> exchange.id() > goAway.lastId())
        .forEach(exchange -> exchange.finish(cause));
    open.values().removeIf(Exchange::hasEnded);
    closeWhenDrained();
  }

  private void exchangeMessage(Message message) {
    greeted |= dialect == Dialect.CLASSIC;
    Exchange exchange = open.get(message.id());
    if (exchange == null) {
      ReferenceCountUtil.release(message);
      throw new ProtocolException(ErrorCode.MALFORMED, "no such exchange: " + message);
    }
    exchange.accept(message);
    if (exchange.hasEnded()) {
      open.remove(message.id());
      openQueued();
      closeWhenDrained();
    }
  }

  private void closeWhenDrained() {
    if (goingAway && open.isEmpty() && context != null) {
      closing = true;
      context.close();
    }
  }

  /** Looks whether it still goes on: the one place that knows deadlines. */
  private void watch(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    if (!greeted && now - connectedNanos > nanos(config.handshakeTimeoutMillis())) {
      fail(timedOut("the server did not answer within " + config.handshakeTimeoutMillis() + " ms"));
    } else if (!ready) {
      // Nothing could be opened yet, which is no sign that nobody wants anything any more.
      return;
    } else if (open.isEmpty()) {
      if (now - progressNanos > nanos(config.idleTimeoutMillis())) {
        closing = true;
        ctx.close();
      }
    } else {
      if (brake != null && brake.isOn()) {
        // Who does not read cannot see an answer.
        signOwed = false;
      }
      ping(ctx, now);
      long unansweredNanos = signOwed ? now - unansweredSinceNanos : 0;
      for (Exchange exchange : List.copyOf(open.values())) {
        // What is late once is not given more to do.
        suspect |= exchange.watch(now, unansweredNanos);
      }
      closeIfAbandoned(now);
    }
  }

  /** A client that waits, for the server or for its own disk, says that it is still there. */
  private void ping(ChannelHandlerContext ctx, long now) {
    long intervalNanos = Math.min(MAX_PING_INTERVAL_NANOS, nanos(config.requestTimeoutMillis()));
    if (dialect == Dialect.FRAMED && greeted && now - pingNanos > intervalNanos) {
      pingNanos = now;
      if (!signOwed) {
        signOwed = true;
        unansweredSinceNanos = now;
      }
      ctx.writeAndFlush(new Ping(now));
    }
  }

  /**
   * Every exchange has been given up. A server that is well ends them, and the connection can be
   * used again; one that says nothing is not waited for.
   */
  private void closeIfAbandoned(long now) {
    boolean reads = brake != null && !brake.isOn();
    boolean abandoned = open.values().stream().allMatch(Exchange::isDiscarding);
    // Exchanges that wait for room have done nothing wrong: they get as long as any other.
    long patienceMillis = queued.isEmpty() ? GIVEN_UP_MILLIS : config.stallTimeoutMillis();
    if (reads && abandoned && now - progressNanos > nanos(patienceMillis)) {
      fail(
          new TransferException(
              TransferError.ENDED_EARLY, "the connection was given up with its last download"));
    }
  }

  private static TransferException timedOut(String message) {
    return new TransferException(TransferError.TIMED_OUT, message);
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!closing
        && dialect == Dialect.FRAMED
        && cause instanceof ProtocolException protocol
        && protocol.isTellable()) {
      ctx.writeAndFlush(
          new Failure(Message.CONNECTION, protocol.code(), String.valueOf(cause.getMessage())));
    }
    fail(TransferFailures.ofConnection(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (watch != null) {
      watch.cancel(false);
    }
    fail(
        new TransferException(
            TransferError.ENDED_EARLY, "the server closed the connection before the end"));
    ctx.fireChannelInactive();
  }

  private void finishAll(TransferException cause) {
    new ArrayList<>(open.values()).forEach(exchange -> exchange.finish(cause));
    open.clear();
    queued.forEach(exchange -> exchange.finish(cause));
    queued.clear();
  }
}
