package io.ft.client;

import io.ft.client.security.ClientSecurity;
import io.ft.codec.classic.ClassicTiming;

/**
 * Makes a {@link ClientConfig} of another one. Each method sets what is called the same there.
 *
 * <p>Not thread-safe.
 */
public final class ClientConfigBuilder {

  private int connectTimeoutMillis;
  private long handshakeTimeoutMillis;
  private long requestTimeoutMillis;
  private long stallTimeoutMillis;
  private long minBytesPerSecond;
  private long idleTimeoutMillis;
  private int maxConnections;
  private long maxBytesPerSecond;
  private int maxExchanges;
  private int maxBlockBytes;
  private int maxBufferedBytes;
  private int writerThreads;
  private Addresses addresses;
  private ClassicTiming classicTiming;
  private ClientSecurity security;

  ClientConfigBuilder(ClientConfig config) {
    this.connectTimeoutMillis = config.connectTimeoutMillis();
    this.handshakeTimeoutMillis = config.handshakeTimeoutMillis();
    this.requestTimeoutMillis = config.requestTimeoutMillis();
    this.stallTimeoutMillis = config.stallTimeoutMillis();
    this.minBytesPerSecond = config.minBytesPerSecond();
    this.idleTimeoutMillis = config.idleTimeoutMillis();
    this.maxConnections = config.maxConnections();
    this.maxBytesPerSecond = config.maxBytesPerSecond();
    this.maxExchanges = config.maxExchanges();
    this.maxBlockBytes = config.maxBlockBytes();
    this.maxBufferedBytes = config.maxBufferedBytes();
    this.writerThreads = config.writerThreads();
    this.addresses = config.addresses();
    this.classicTiming = config.classicTiming();
    this.security = config.security();
  }

  /** Sets {@link ClientConfig#connectTimeoutMillis()}. */
  public ClientConfigBuilder connectTimeoutMillis(int value) {
    connectTimeoutMillis = value;
    return this;
  }

  /** Sets {@link ClientConfig#handshakeTimeoutMillis()}. */
  public ClientConfigBuilder handshakeTimeoutMillis(long value) {
    handshakeTimeoutMillis = value;
    return this;
  }

  /** Sets {@link ClientConfig#requestTimeoutMillis()}. */
  public ClientConfigBuilder requestTimeoutMillis(long value) {
    requestTimeoutMillis = value;
    return this;
  }

  /** Sets {@link ClientConfig#stallTimeoutMillis()}. */
  public ClientConfigBuilder stallTimeoutMillis(long value) {
    stallTimeoutMillis = value;
    return this;
  }

  /** Sets {@link ClientConfig#minBytesPerSecond()}. */
  public ClientConfigBuilder minBytesPerSecond(long value) {
    minBytesPerSecond = value;
    return this;
  }

  /** Sets {@link ClientConfig#idleTimeoutMillis()}. */
  public ClientConfigBuilder idleTimeoutMillis(long value) {
    idleTimeoutMillis = value;
    return this;
  }

  /** Sets {@link ClientConfig#maxConnections()}. */
  public ClientConfigBuilder maxConnections(int value) {
    maxConnections = value;
    return this;
  }

  /** Sets {@link ClientConfig#maxBytesPerSecond()}. */
  public ClientConfigBuilder maxBytesPerSecond(long value) {
    maxBytesPerSecond = value;
    return this;
  }

  /** Sets {@link ClientConfig#maxExchanges()}. */
  public ClientConfigBuilder maxExchanges(int value) {
    maxExchanges = value;
    return this;
  }

  /** Sets {@link ClientConfig#maxBlockBytes()}. */
  public ClientConfigBuilder maxBlockBytes(int value) {
    maxBlockBytes = value;
    return this;
  }

  /** Sets {@link ClientConfig#maxBufferedBytes()}. */
  public ClientConfigBuilder maxBufferedBytes(int value) {
    maxBufferedBytes = value;
    return this;
  }

  /** Sets {@link ClientConfig#writerThreads()}. */
  public ClientConfigBuilder writerThreads(int value) {
    writerThreads = value;
    return this;
  }

  /** Sets {@link ClientConfig#addresses()}. */
  public ClientConfigBuilder addresses(Addresses value) {
    addresses = value;
    return this;
  }

  /** Sets {@link ClientConfig#classicTiming()}. */
  public ClientConfigBuilder classicTiming(ClassicTiming value) {
    classicTiming = value;
    return this;
  }

  /** Sets {@link ClientConfig#security()}. */
  public ClientConfigBuilder security(ClientSecurity value) {
    security = value;
    return this;
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public ClientConfig build() {
    return new ClientConfig(
        connectTimeoutMillis,
        handshakeTimeoutMillis,
        requestTimeoutMillis,
        stallTimeoutMillis,
        minBytesPerSecond,
        idleTimeoutMillis,
        maxConnections,
        maxBytesPerSecond,
        maxExchanges,
        maxBlockBytes,
        maxBufferedBytes,
        writerThreads,
        addresses,
        classicTiming,
        security);
  }
}
