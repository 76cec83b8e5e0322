package io.ft.server.cli;

import io.ft.codec.classic.ClassicTiming;
import io.ft.server.ConnectionLimits;
import io.ft.server.ExchangeLimits;
import io.ft.server.RateLimits;
import io.ft.server.ServerConfig;
import io.ft.server.ServerThreads;
import io.ft.server.ServerTimeouts;
import io.ft.server.store.Share;
import io.ft.server.store.StoreOptions;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes what the program goes by of what is written, and checks it as a whole. */
final class SettingsReader {

  private final Values values;

  SettingsReader(Values values) {
    this.values = values;
  }

  /** All of it. Of no use if there are problems afterwards. */
  ProgramSettings read() {
    StoreOptions files =
        new StoreOptions(
            values.get(ServerSettings.SYMLINKS),
            values.get(ServerSettings.HIDDEN),
            values.get(ServerSettings.TAGS),
            values.get(ServerSettings.DIGEST_CACHE));
    List<Share> shares = new ShareReader(values).read(files);
    InetSocketAddress address =
        new InetSocketAddress(values.find(ServerSettings.HOST), values.get(ServerSettings.PORT));
    ServerConfig server =
        ServerConfig.of(shares, address)
            .change()
            .files(files)
            .classicEnabled(!values.get(ServerSettings.NO_CLASSIC))
            .classicTiming(
                new ClassicTiming(
                    ClassicTiming.DEFAULT.settleMillis(), values.get(ServerSettings.CLASSIC_GAP)))
            .blockSizeBytes(Math.toIntExact(values.get(ServerSettings.BLOCK_SIZE)))
            .contentBytes(values.get(ServerSettings.MEMORY))
            .tlsBytes(values.get(ServerSettings.TLS_MEMORY))
            .connections(connections())
            .exchanges(exchanges())
            .rates(rates())
            .timeouts(timeouts())
            .threads(threads())
            .security(new SecurityReader(values).read(shares))
            .build();
    LogConfig.check(values);
    ProgramSettings settings =
        new ProgramSettings(
            server,
            values.get(ServerSettings.DRAIN_TIMEOUT),
            values.get(ServerSettings.ACCESS_LOG),
            values.find(ServerSettings.LOG_CONFIG),
            values.get(ServerSettings.ADMIN).orElse(null),
            values);
    boolean nothing = !values.isGiven(ServerSettings.DIR) && !values.isGiven(ServerSettings.SHARE);
    if (nothing && values.problems().isEmpty()) {
      values.problems().usage("nothing to serve (expected: a folder DIR, or --share NAME=DIR)");
    }
    return settings;
  }

  private ConnectionLimits connections() {
    int max = values.get(ServerSettings.MAX_CONNECTIONS);
    return new ConnectionLimits(
        max,
        part(
            ServerSettings.MAX_CONNECTIONS_PER_ADDRESS,
            values.get(ServerSettings.MAX_CONNECTIONS_PER_ADDRESS),
            ServerSettings.MAX_CONNECTIONS,
            max));
  }

  private ExchangeLimits exchanges() {
    int max = values.get(ServerSettings.MAX_TRANSFERS);
    return new ExchangeLimits(
        max,
        part(
            ServerSettings.MAX_TRANSFERS_PER_ADDRESS,
            values.get(ServerSettings.MAX_TRANSFERS_PER_ADDRESS),
            ServerSettings.MAX_TRANSFERS,
            max),
        values.get(ServerSettings.MAX_TRANSFERS_PER_CONNECTION),
        values.get(ServerSettings.MAX_WAITING),
        values.get(ServerSettings.MAX_WAIT));
  }

  private RateLimits rates() {
    return new RateLimits(
        rate(ServerSettings.LIMIT_RATE), rate(ServerSettings.LIMIT_RATE_PER_ADDRESS));
  }

  private long rate(Setting<Long> setting) {
    long rate = values.get(setting);
    return rate == 0 ? RateLimits.UNLIMITED : rate;
  }

  private ServerTimeouts timeouts() {
    return new ServerTimeouts(
        values.get(ServerSettings.HANDSHAKE_TIMEOUT),
        values.get(ServerSettings.IDLE_TIMEOUT),
        values.get(ServerSettings.PROGRESS_TIMEOUT),
        values.get(ServerSettings.MIN_RATE));
  }

  private ServerThreads threads() {
    ServerThreads standard = ServerThreads.forThisMachine();
    int workers = orElse(ServerSettings.WORKERS, standard.workers());
    ServerThreads halves =
        ServerThreads.of(orElse(ServerSettings.EVENT_LOOPS, standard.eventLoops()), workers);
    return new ServerThreads(
        halves.eventLoops(),
        workers,
        part(
            ServerSettings.DIGEST_WORKERS,
            orElse(ServerSettings.DIGEST_WORKERS, halves.digestWorkers()),
            ServerSettings.WORKERS,
            workers),
        part(
            ServerSettings.LISTING_WORKERS,
            orElse(ServerSettings.LISTING_WORKERS, halves.listingWorkers()),
            ServerSettings.WORKERS,
            workers));
  }

  private int orElse(Setting<Integer> setting, int standard) {
    Integer value = values.find(setting);
    return value == null ? standard : value;
  }

  /**
   * A part of {@code max}: what is too much is a problem if it was given, and cut if it was not.
   */
  private int part(Setting<Integer> setting, int value, Setting<Integer> whole, int max) {
    if (value > max && values.isGiven(setting)) {
      values.wrong(setting, "no more than " + whole.name() + ", which is " + max);
    }
    return Math.min(value, max);
  }
}
