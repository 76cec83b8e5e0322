package io.ft.server;

import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicTiming;
import io.ft.server.security.ServerSecurity;
import io.ft.server.store.Share;
import io.ft.server.store.StoreOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a {@link FileServer}, immutable and checked when it is made. Start from {@link
 * #of} and change what differs.
 *
 * @param shares the folders to serve: one without a name, or any number with one each
 * @param files how their files are served
 * @param address where to listen; port 0 picks a free one
 * @param classicEnabled whether the classic dialect is served beside the framed one
 * @param classicTiming the times of the classic dialect
 * @param blockSizeBytes the size of a block, unless the client accepts only smaller ones
 * @param contentBytes the memory for small files on their way from the disk to the network, in
 *     bytes; what is beyond that is sent in another way, which takes no memory
 * @param tlsBytes the memory for file data on its way through TLS, in bytes; beyond that a
 *     connection has little at a time, and beyond twice that it waits
 * @param connections how many connections there may be
 * @param exchanges how many exchanges may run and wait
 * @param rates how much is sent in a second
 * @param timeouts how long the server bears with a client
 * @param threads how many threads it has
 * @param security who may use it
 */
public record ServerConfig(
    List<Share> shares,
    StoreOptions files,
    InetSocketAddress address,
    boolean classicEnabled,
    ClassicTiming classicTiming,
    int blockSizeBytes,
    long contentBytes,
    long tlsBytes,
    ConnectionLimits connections,
    ExchangeLimits exchanges,
    RateLimits rates,
    ServerTimeouts timeouts,
    ServerThreads threads,
    ServerSecurity security) {

  /** The port of the original server. */
  public static final int DEFAULT_PORT = 65432;

  private static final int DEFAULT_BLOCK_BYTES = 1024 * 1024;
  private static final long DEFAULT_CONTENT_BYTES = 16L * 1024 * 1024;
  private static final long DEFAULT_TLS_BYTES = 64L * 1024 * 1024;

  public ServerConfig {
    Checks.inRange(
        "blockSizeBytes", blockSizeBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    shares = List.copyOf(shares);
    Checks.inRange("contentBytes", contentBytes, 0, Long.MAX_VALUE);
    Checks.inRange("tlsBytes", tlsBytes, ChunkBudget.MIN_BYTES, Long.MAX_VALUE / 4);
  }

  /** The default settings for {@code root} at {@code address}. */
  public static ServerConfig of(Path root, InetSocketAddress address) {
    return of(List.of(Share.unnamed(root)), address);
  }

  /** The default settings for {@code shares} at {@code address}. */
  public static ServerConfig of(List<Share> shares, InetSocketAddress address) {
    return new ServerConfig(
        shares,
        StoreOptions.DEFAULT,
        address,
        true,
        ClassicTiming.DEFAULT,
        DEFAULT_BLOCK_BYTES,
        DEFAULT_CONTENT_BYTES,
        DEFAULT_TLS_BYTES,
        ConnectionLimits.DEFAULT,
        ExchangeLimits.DEFAULT,
        RateLimits.NONE,
        ServerTimeouts.DEFAULT,
        ServerThreads.forThisMachine(),
        ServerSecurity.NONE);
  }

  /** These settings, to be changed. */
  public Builder change() {
    return new Builder(this);
  }

  /** Settings that are not complete. Not thread-safe. */
  public static final class Builder {

    private final List<Share> shares;
    private StoreOptions files;
    private final InetSocketAddress address;
    private boolean classicEnabled;
    private ClassicTiming classicTiming;
    private int blockSizeBytes;
    private long contentBytes;
    private long tlsBytes;
    private ConnectionLimits connections;
    private ExchangeLimits exchanges;
    private RateLimits rates;
    private ServerTimeouts timeouts;
    private ServerThreads threads;
    private ServerSecurity security;

    private Builder(ServerConfig config) {
      shares = config.shares;
      files = config.files;
      address = config.address;
      classicEnabled = config.classicEnabled;
      classicTiming = config.classicTiming;
      blockSizeBytes = config.blockSizeBytes;
      contentBytes = config.contentBytes;
      tlsBytes = config.tlsBytes;
      connections = config.connections;
      exchanges = config.exchanges;
      rates = config.rates;
      timeouts = config.timeouts;
      threads = config.threads;
      security = config.security;
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

    /** See {@link ServerConfig#files}. */
    public Builder files(StoreOptions options) {
      files = options;
      return this;
    }

    /** See {@link ServerConfig#contentBytes}. */
    public Builder contentBytes(long bytes) {
      contentBytes = bytes;
      return this;
    }

    /** See {@link ServerConfig#tlsBytes}. */
    public Builder tlsBytes(long bytes) {
      tlsBytes = bytes;
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

    /** See {@link ServerConfig#security}. */
    public Builder security(ServerSecurity rules) {
      security = rules;
      return this;
    }

    /** The settings, if all of them are right. */
    public ServerConfig build() {
      return new ServerConfig(
          shares,
          files,
          address,
          classicEnabled,
          classicTiming,
          blockSizeBytes,
          contentBytes,
          tlsBytes,
          connections,
          exchanges,
          rates,
          timeouts,
          threads,
          security);
    }
  }
}
