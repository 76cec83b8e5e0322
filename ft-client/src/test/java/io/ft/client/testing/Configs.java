package io.ft.client.testing;

import io.ft.client.ClientConfig;
import io.ft.codec.classic.ClassicTiming;

/** The default settings of a client, with one of them changed. */
public final class Configs {

  private static final ClientConfig DEFAULT = ClientConfig.DEFAULT;

  private Configs() {}

  public static ClientConfig handshakeTimeoutMillis(long millis) {
    return DEFAULT.withTimeoutsMillis(
        DEFAULT.connectTimeoutMillis(), millis, DEFAULT.requestTimeoutMillis());
  }

  public static ClientConfig connectTimeoutMillis(int millis) {
    return DEFAULT.withTimeoutsMillis(
        millis, DEFAULT.handshakeTimeoutMillis(), DEFAULT.requestTimeoutMillis());
  }

  /** Both for the answer to a request and for what comes then. */
  public static ClientConfig stallTimeoutMillis(long millis) {
    return DEFAULT
        .withTimeoutsMillis(
            DEFAULT.connectTimeoutMillis(), DEFAULT.handshakeTimeoutMillis(), millis)
        .withStall(millis, 0);
  }

  public static ClientConfig idleTimeoutMillis(long millis) {
    return new ClientConfig(
        DEFAULT.connectTimeoutMillis(),
        DEFAULT.handshakeTimeoutMillis(),
        DEFAULT.requestTimeoutMillis(),
        DEFAULT.stallTimeoutMillis(),
        DEFAULT.minBytesPerSecond(),
        millis,
        DEFAULT.maxConnections(),
        DEFAULT.maxBytesPerSecond(),
        DEFAULT.maxExchanges(),
        DEFAULT.maxBlockBytes(),
        DEFAULT.maxBufferedBytes(),
        DEFAULT.writerThreads(),
        DEFAULT.addresses(),
        DEFAULT.classicTiming());
  }

  public static ClientConfig maxExchanges(int count) {
    return with(count, DEFAULT.maxBlockBytes(), DEFAULT.maxBufferedBytes());
  }

  public static ClientConfig maxBlockBytes(int bytes) {
    return with(DEFAULT.maxExchanges(), bytes, DEFAULT.maxBufferedBytes());
  }

  public static ClientConfig maxBufferedBytes(int bytes) {
    return with(DEFAULT.maxExchanges(), DEFAULT.maxBlockBytes(), bytes);
  }

  public static ClientConfig settleMillis(long millis) {
    return new ClientConfig(
        DEFAULT.connectTimeoutMillis(),
        DEFAULT.handshakeTimeoutMillis(),
        DEFAULT.requestTimeoutMillis(),
        DEFAULT.stallTimeoutMillis(),
        DEFAULT.minBytesPerSecond(),
        DEFAULT.idleTimeoutMillis(),
        DEFAULT.maxConnections(),
        DEFAULT.maxBytesPerSecond(),
        DEFAULT.maxExchanges(),
        DEFAULT.maxBlockBytes(),
        DEFAULT.maxBufferedBytes(),
        DEFAULT.writerThreads(),
        DEFAULT.addresses(),
        new ClassicTiming(millis, DEFAULT.classicTiming().answerGapMillis()));
  }

  private static ClientConfig with(int maxExchanges, int maxBlockBytes, int maxBufferedBytes) {
    return new ClientConfig(
        DEFAULT.connectTimeoutMillis(),
        DEFAULT.handshakeTimeoutMillis(),
        DEFAULT.requestTimeoutMillis(),
        DEFAULT.stallTimeoutMillis(),
        DEFAULT.minBytesPerSecond(),
        DEFAULT.idleTimeoutMillis(),
        DEFAULT.maxConnections(),
        DEFAULT.maxBytesPerSecond(),
        maxExchanges,
        maxBlockBytes,
        maxBufferedBytes,
        DEFAULT.writerThreads(),
        DEFAULT.addresses(),
        DEFAULT.classicTiming());
  }
}
