package io.ft.server.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd what the program is about (sd_notify): a datagram to the socket that it names in
 * the environment. Without that it tells nobody.
 */
final class Notifier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final String VARIABLE = "NOTIFY_SOCKET";
  private static final long TIMEOUT_MILLIS = 2_000;

  private final @Nullable EventLoopGroup loop;
  private final @Nullable Channel channel;

  private Notifier(@Nullable EventLoopGroup loop, @Nullable Channel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  static Notifier of(Map<String, String> environment) {
    String socket = environment.getOrDefault(VARIABLE, "");
    if (socket.isEmpty()) {
      return new Notifier(null, null);
    }
    if (!Epoll.isAvailable()) {
      // Java alone has no such sockets. A unit that waits to be told would end the server.
      LOG.warn(
          "cannot tell systemd anything, so the unit has to have Type=exec: {}",
          String.valueOf(Epoll.unavailabilityCause()));
      return new Notifier(null, null);
    }
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("ft-notify", true), EpollIoHandler.newFactory());
    // An abstract name begins with a zero byte, which an environment cannot have.
    String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new DomainSocketAddress(path))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      LOG.warn("cannot tell systemd anything: {}", String.valueOf(connected.cause()));
    }
    return new Notifier(loop, connected.isSuccess() ? connected.channel() : null);
  }

  /** It serves; also after a reload. */
  void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  /** It takes other settings; {@link #ready} tells the end of that. */
  void reloading() {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    send("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=reloading");
  }

  /** It is about to end, which may take so long: whatever the unit says of that. */
  void stopping(String status, long maxMillis) {
    long micros = TimeUnit.MILLISECONDS.toMicros(maxMillis);
    send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + micros + "\nSTATUS=" + status);
  }

  private void send(String state) {
    if (channel == null) {
      return;
    }
    ChannelFuture sent =
        channel.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
    if (!sent.awaitUninterruptibly(TIMEOUT_MILLIS) || !sent.isSuccess()) {
      LOG.warn("cannot tell systemd anything: {}", String.valueOf(sent.cause()));
    }
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.shutdownGracefully(0, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
  }
}
