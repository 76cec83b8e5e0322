package io.ft.client.testing;

import io.ft.client.ClientConfig;
import io.ft.client.ClientConfigBuilder;
import io.ft.codec.classic.ClassicTiming;

/** The default settings of a client, with one of them changed. */
public final class Configs {

  private Configs() {}

  private static ClientConfigBuilder standard() {
    return ClientConfig.DEFAULT.toBuilder();
  }

  public static ClientConfig handshakeTimeoutMillis(long millis) {
    return standard().handshakeTimeoutMillis(millis).build();
  }

  public static ClientConfig connectTimeoutMillis(int millis) {
    return standard().connectTimeoutMillis(millis).build();
  }

  /** Both for the answer to a request and for what comes then. */
  public static ClientConfig stallTimeoutMillis(long millis) {
    return standard().requestTimeoutMillis(millis).stallTimeoutMillis(millis).build();
  }

  public static ClientConfig idleTimeoutMillis(long millis) {
    return standard().idleTimeoutMillis(millis).build();
  }

  public static ClientConfig maxConnections(int count) {
    return standard().maxConnections(count).build();
  }

  public static ClientConfig maxBytesPerSecond(long bytes) {
    return standard().maxBytesPerSecond(bytes).build();
  }

  public static ClientConfig maxExchanges(int count) {
    return standard().maxExchanges(count).build();
  }

  public static ClientConfig maxBlockBytes(int bytes) {
    return standard().maxBlockBytes(bytes).build();
  }

  public static ClientConfig maxBufferedBytes(int bytes) {
    return standard().maxBufferedBytes(bytes).build();
  }

  public static ClientConfig writerThreads(int count) {
    return standard().writerThreads(count).build();
  }

  public static ClientConfig settleMillis(long millis) {
    ClassicTiming timing = ClientConfig.DEFAULT.classicTiming();
    return standard().classicTiming(new ClassicTiming(millis, timing.answerGapMillis())).build();
  }
}
