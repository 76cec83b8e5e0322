package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection to the server. All but the futures is touched on its event loop alone. */
abstract class LoadClient extends ChannelInboundHandlerAdapter {

  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;

  /** Adds the handlers of the protocol, and this. */
  abstract void addTo(Channel channel);

  /** Does what there is to do, once it is {@link #ready}. */
  abstract void begin(ChannelHandlerContext ctx);

  /** Done when the connection can be used; fails when it cannot. */
  final CompletableFuture<Void> ready() {
    return ready;
  }

  /** The {@link System#nanoTime} at which all was done; fails when the connection does. */
  final CompletableFuture<Long> ended() {
    return ended;
  }

  /** Has the event loop begin. Any thread may call it, once this is {@link #ready}. */
  final void start() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("not connected");
    }
    ctx.executor().execute(() -> begin(ctx));
  }

  final void becomeReady(ChannelHandlerContext ctx) {
    context = ctx;
    ready.complete(null);
  }

  /** Whether it has failed, or has done all there was to do. */
  final boolean isOver() {
    return ended.isDone();
  }

  /** Why it has failed; {@code null} if it has not. */
  final @Nullable String failure() {
    return ended.isCompletedExceptionally()
        ? ended.handle((nanos, cause) -> String.valueOf(cause.getMessage())).join()
        : null;
  }

  final void done() {
    ended.complete(System.nanoTime());
  }

  /** The first failure counts; later ones are its consequences. */
  final void fail(Throwable cause) {
    ready.completeExceptionally(cause);
    ended.completeExceptionally(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new IOException("the connection was closed"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause);
    ctx.close();
  }
}
