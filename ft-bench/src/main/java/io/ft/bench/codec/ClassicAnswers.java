package io.ft.bench.codec;

import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.classic.ClassicClientCodec;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.classic.ClassicTiming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;

/** All of a classic exchange but the data, on either side; the clock is the rig's. */
final class ClassicAnswers {

  private static final int EXCHANGE = 1;
  private static final int BLOCK_BYTES = 1024 * 1024;
  private static final ClassicTiming TIMING = new ClassicTiming(1, 1);

  private ClassicAnswers() {}

  /** A client to which a server is about to send 2^63-1 bytes, which last for any benchmark. */
  static Rig readyClient() {
    Rig client = new Rig(new ClassicClientCodec(TIMING, Limits.DEFAULT));
    client.send(new FileRequest(EXCHANGE, "file"));
    client.receive(ascii("EXISTS" + Long.MAX_VALUE));
    client.passMillis(TIMING.settleMillis());
    client.send(new Ready(EXCHANGE, 0, Long.MAX_VALUE));
    return client;
  }

  /** A server that is about to send as many. */
  static Rig readyServer() {
    Rig server = new Rig(new ClassicServerCodec(TIMING));
    server.receive(ascii("file"));
    server.passMillis(TIMING.settleMillis());
    server.send(new Exists(EXCHANGE, Long.MAX_VALUE, null, Tag.NONE, BLOCK_BYTES, null));
    server.passMillis(TIMING.answerGapMillis());
    server.receive(ascii("READY"));
    return server;
  }

  private static ByteBuf ascii(String text) {
    return ByteBufUtil.writeAscii(PooledByteBufAllocator.DEFAULT, text);
  }
}
