package io.ft.client.cli;

import io.ft.client.FileClient;
import io.ft.codec.Limits;
import io.ft.codec.framed.FramedClientCodec;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Initialises what a transfer needs of Netty on a thread of its own, while the main thread reads
 * the command line: each takes about a third of the time of a short download.
 *
 * <p>Nobody else may touch Netty until it is over: threads that initialise classes that need each
 * other could wait for each other for ever.
 */
final class WarmUp {

  private final @Nullable Thread thread;

  private WarmUp(@Nullable Thread thread) {
    this.thread = thread;
  }

  /** Starts it, if {@code args} are those of a transfer. */
  static WarmUp start(String[] args) {
    // A command alone has no URL.
    if (args.length < 2) {
      return new WarmUp(null);
    }
    Thread thread = new Thread(WarmUp::initialise, "ft-warm-up");
    thread.setDaemon(true);
    thread.start();
    return new WarmUp(thread);
  }

  /** Waits until it is over. */
  void await() {
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void initialise() {
    FileClient.create().close();
    NioSocketChannel channel = new NioSocketChannel();
    channel
        .pipeline()
        .addLast(new FramedClientCodec(Limits.DEFAULT.withMaxBlockBytes(Limits.MIN_BLOCK_BYTES)));
    channel.unsafe().closeForcibly();
  }
}
