package io.ft.server;

import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicTiming;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The settings of a {@link FileServer}, immutable and checked when it is made. Start from {@link
 * #of} and change what differs.
 *
 * @param root the folder to serve
 * @param address where to listen; port 0 picks a free one
 * @param classicEnabled whether the classic dialect is served beside the framed one
 * @param classicTiming the times of the classic dialect
 * @param blockSizeBytes the size of a block, unless the client accepts only smaller ones
 * @param digestCacheBytes the memory for the checksums of blocks that were read, in bytes
 * @param contentBytes the memory for small files on their way from the disk to the network, in
 *     bytes; what is beyond that is sent in another way, which takes no memory
 * @param connections how many connections there may be
 * @param exchanges how many exchanges may run and wait
 * @param rates how much is sent in a second
 * @param timeouts how long the server bears with a client
 * @param threads how many threads it has
 */
public record ServerConfig(
    Path root,
    InetSocketAddress address,
    boolean classicEnabled,
    ClassicTiming classicTiming,
    int blockSizeBytes,
    long digestCacheBytes,
    long contentBytes,
    ConnectionLimits connections,
    ExchangeLimits exchanges,
    RateLimits rates,
    ServerTimeouts timeouts,
    ServerThreads threads) {

  /** The port of the original server. */
  public static final int DEFAULT_PORT = 65432;

  private static final int DEFAULT_BLOCK_BYTES = 1024 * 1024;
  private static final long DEFAULT_CACHE_BYTES = 16L * 1024 * 1024;
  private static final long DEFAULT_CONTENT_BYTES = 16L * 1024 * 1024;

  public ServerConfig {
    Checks.inRange(
        "blockSizeBytes", blockSizeBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    Checks.inRange("digestCacheBytes", digestCacheBytes, 64 * 1024, Long.MAX_VALUE);
    Checks.inRange("contentBytes", contentBytes, 0, Long.MAX_VALUE);
  }

  /** The default settings for {@code root} at {@code address}. */
  public static ServerConfig of(Path root, InetSocketAddress address) {
    return new ServerConfig(
        root,
        address,
        true,
        ClassicTiming.DEFAULT,
        DEFAULT_BLOCK_BYTES,
        DEFAULT_CACHE_BYTES,
        DEFAULT_CONTENT_BYTES,
        ConnectionLimits.DEFAULT,
        ExchangeLimits.DEFAULT,
        RateLimits.NONE,
        ServerTimeouts.DEFAULT,
        ServerThreads.forThisMachine());
  }

  /** These settings, to be changed. */
  public Builder change() {
    return new Builder(this);
  }

  /** Settings that are not complete. Not thread-safe. */
  public static final class Builder {

    private final Path root;
    private final InetSocketAddress address;
    private boolean classicEnabled;
    private ClassicTiming classicTiming;
    private int blockSizeBytes;
    private long digestCacheBytes;
    private long contentBytes;
    private ConnectionLimits connections;
    private ExchangeLimits exchanges;
    private RateLimits rates;
    private ServerTimeouts timeouts;
    private ServerThreads threads;

    private Builder(ServerConfig config) {
      root = config.root;
      address = config.address;
      classicEnabled = config.classicEnabled;
      classicTiming = config.classicTiming;
      blockSizeBytes = config.blockSizeBytes;
      digestCacheBytes = config.digestCacheBytes;
      contentBytes = config.contentBytes;
      connections = config.connections;
      exchanges = config.exchanges;
      rates = config.rates;
      timeouts = config.timeouts;
      threads = config.threads;
    }

    /** See {@link ServerConfig#classicEnabled}. */
    public Builder classicEnabled(boolean enabled) {
      classicEnabled = enabled;
      return this;
    }

    /** See {@link ServerConfig#classicTiming}. */
    public Builder classicTiming(ClassicTiming timing) {
      classicTiming = timing;
      return this;
    }

    /** See {@link ServerConfig#blockSizeBytes}. */
    public Builder blockSizeBytes(int bytes) {
      blockSizeBytes = bytes;
      return this;
    }

    /** See {@link ServerConfig#digestCacheBytes}. */
    public Builder digestCacheBytes(long bytes) {
      digestCacheBytes = bytes;
      return this;
    }

    /** See {@link ServerConfig#contentBytes}. */
    public Builder contentBytes(long bytes) {
      contentBytes = bytes;
      return this;
    }

    /** See {@link ServerConfig#connections}. */
    public Builder connections(ConnectionLimits limits) {
      connections = limits;
      return this;
    }

    /** See {@link ServerConfig#exchanges}. */
    public Builder exchanges(ExchangeLimits limits) {
      exchanges = limits;
      return this;
    }

    /** See {@link ServerConfig#rates}. */
    public Builder rates(RateLimits limits) {
      rates = limits;
      return this;
    }

    /** See {@link ServerConfig#timeouts}. */
    public Builder timeouts(ServerTimeouts deadlines) {
      timeouts = deadlines;
      return this;
    }

    /** See {@link ServerConfig#threads}. */
    public Builder threads(ServerThreads counts) {
      threads = counts;
      return this;
    }

    /** The settings, if all of them are right. */
    public ServerConfig build() {
      return new ServerConfig(
          root,
          address,
          classicEnabled,
          classicTiming,
          blockSizeBytes,
          digestCacheBytes,
          contentBytes,
          connections,
          exchanges,
          rates,
          timeouts,
          threads);
    }
  }
}
