package io.ft.server;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * Whether a connection has thrown away something that was written for its client. Whoever throws it
 * away notes it here, and {@link TlsEnd} does not say the end of TLS then: the client must not take
 * what it has for all there is.
 *
 * <p>Used on the connection's event loop alone.
 */
final class Dropped {

  private static final AttributeKey<Boolean> DROPPED =
      AttributeKey.valueOf(Dropped.class, "dropped");

  private Dropped() {}

  static void note(Channel channel) {
    channel.attr(DROPPED).set(true);
  }

  static boolean isNoted(Channel channel) {
    return Boolean.TRUE.equals(channel.attr(DROPPED).get());
  }
}
