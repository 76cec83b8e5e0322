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
 * @param maxExchangesPerConnection how many exchanges one connection may have open at once
 * @param maxExchanges how many exchanges all connections together may have open; a client beyond
 *     that is told to come back
 * @param digestCacheBytes the memory for the checksums of blocks that were read, in bytes
 * @param handshakeTimeoutMillis how long a client may take from connecting to the end of its
 *     greeting, in milliseconds; the original client connects before it asks its user for a name,
 *     so this is time to type
 * @param idleTimeoutMillis how long a connection may neither take nor send a byte, in milliseconds;
 *     it is closed between one and two times this
 * @param eventLoopThreads the threads that move bytes
 * @param workerThreads the threads that wait for the disk
 * @param digestWorkers how many of them may compute the SHA-256 of files at a time, which takes a
 *     processor each
 */
public record ServerConfig(
    Path root,
    InetSocketAddress address,
    boolean classicEnabled,
    ClassicTiming classicTiming,
    int blockSizeBytes,
    int maxExchangesPerConnection,
    int maxExchanges,
    long digestCacheBytes,
    long handshakeTimeoutMillis,
    long idleTimeoutMillis,
    int eventLoopThreads,
    int workerThreads,
    int digestWorkers) {

  /** The port of the original server. */
  public static final int DEFAULT_PORT = 65432;

  public ServerConfig {
    check("blockSizeBytes", blockSizeBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    check("maxExchangesPerConnection", maxExchangesPerConnection, Limits.MIN_EXCHANGES, 65_536);
    check("maxExchanges", maxExchanges, 1, Integer.MAX_VALUE);
    check("digestCacheBytes", digestCacheBytes, 64 * 1024, Long.MAX_VALUE);
    check("handshakeTimeoutMillis", handshakeTimeoutMillis, 1, Integer.MAX_VALUE);
    check("idleTimeoutMillis", idleTimeoutMillis, 1, Integer.MAX_VALUE);
    check("eventLoopThreads", eventLoopThreads, 1, 1024);
    check("workerThreads", workerThreads, 1, 1024);
    check("digestWorkers", digestWorkers, 1, workerThreads);
  }

  /** The default settings for {@code root} at {@code address}. */
  public static ServerConfig of(Path root, InetSocketAddress address) {
    int processors = Runtime.getRuntime().availableProcessors();
    int workers = Math.max(4, 2 * processors);
    return new ServerConfig(
        root,
        address,
        true,
        ClassicTiming.DEFAULT,
        1024 * 1024,
        1_024,
        10_000,
        16L * 1024 * 1024,
        60_000,
        60_000,
        processors,
        workers,
        workers / 2);
  }

  /** These settings with the classic dialect on or off. */
  public ServerConfig withClassicEnabled(boolean enabled) {
    return new ServerConfig(
        root,
        address,
        enabled,
        classicTiming,
        blockSizeBytes,
        maxExchangesPerConnection,
        maxExchanges,
        digestCacheBytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with other times for the classic dialect. */
  public ServerConfig withClassicTiming(ClassicTiming timing) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        timing,
        blockSizeBytes,
        maxExchangesPerConnection,
        maxExchanges,
        digestCacheBytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with another block size, in bytes. */
  public ServerConfig withBlockSizeBytes(int bytes) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        classicTiming,
        bytes,
        maxExchangesPerConnection,
        maxExchanges,
        digestCacheBytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with other deadlines, in milliseconds. */
  public ServerConfig withTimeoutsMillis(long handshakeMillis, long idleMillis) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        classicTiming,
        blockSizeBytes,
        maxExchangesPerConnection,
        maxExchanges,
        digestCacheBytes,
        handshakeMillis,
        idleMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with another limit of exchanges on all connections together. */
  public ServerConfig withMaxExchanges(int count) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        classicTiming,
        blockSizeBytes,
        maxExchangesPerConnection,
        count,
        digestCacheBytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with another size of the cache of checksums, in bytes. */
  public ServerConfig withDigestCacheBytes(long bytes) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        classicTiming,
        blockSizeBytes,
        maxExchangesPerConnection,
        maxExchanges,
        bytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        workerThreads,
        digestWorkers);
  }

  /** These settings with other numbers of threads that wait for the disk. */
  public ServerConfig withWorkers(int threads, int digestThreads) {
    return new ServerConfig(
        root,
        address,
        classicEnabled,
        classicTiming,
        blockSizeBytes,
        maxExchangesPerConnection,
        maxExchanges,
        digestCacheBytes,
        handshakeTimeoutMillis,
        idleTimeoutMillis,
        eventLoopThreads,
        threads,
        digestThreads);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
