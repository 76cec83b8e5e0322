package io.ft.server.cli;

import static io.ft.server.cli.Setting.fixed;
import static io.ft.server.cli.Setting.live;

import io.ft.codec.Limits;
import io.ft.server.ServerConfig;
import io.ft.server.security.AddressRange;
import io.ft.server.security.TlsProvider;
import io.ft.server.security.TlsVersion;
import io.ft.server.store.Symlinks;
import io.ft.server.store.TagKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator can set. The command line, the environment, the config file, the
 * usage text, the manual and the example of a config file are all made from this.
 */
final class ServerSettings {

  private static final int MAX_COUNT = 10_000_000;
  private static final int MAX_THREADS = 1_024;
  private static final long MAX_MILLIS = 1_000_000_000;
  private static final long MAX_BYTES = 1L << 40;

  private static final Kind<AddressRange> ADDRESSES =
      Kind.of(
          "CIDR",
          "an IP address, or a range such as 192.0.2.0/24 or 2001:db8::/32",
          ServerSettings::rangeOf);

  /** The only folder. On the command line it has no name. */
  static final Setting<Path> DIR =
      fixed(
          "dir",
          Kind.of("DIR", "the name of a folder", Kind::anyPathOf),
          null,
          "The folder to serve, if it is the only one.");

  static final Setting<NamedFolder> SHARE =
      fixed(
              "share",
              NamedFolder.KIND,
              null,
              "Serve the folder DIR under NAME, beside others: paths begin with the name. Can be"
                  + " given several times; instead of a single folder.")
          .repeated();

  static final Setting<Symlinks> SYMLINKS =
      fixed(
          "symlinks",
          Kind.choice(Symlinks.class),
          "refuse",
          "Symbolic links below a folder: 'refuse' serves none, 'inside' follows those that stay"
              + " inside of the folder.");

  static final Setting<Boolean> HIDDEN =
      fixed(
          "hidden", Kind.flag(), "false", "Serve files and folders whose name begins with a dot.");

  static final Setting<TagKind> TAGS =
      fixed(
          "tags",
          Kind.choice(TagKind.class),
          "exact",
          "What tells two versions of a file apart: 'exact' takes a change of attributes for one,"
              + " too; 'portable' is the same on every machine that has a copy with the same time.");

  static final Setting<InetAddress> HOST =
      fixed("host", Kind.address(), null, "Address to listen on; all interfaces by default.");

  static final Setting<Integer> PORT =
      fixed(
          "port",
          Kind.number(0, 65_535),
          "" + ServerConfig.DEFAULT_PORT,
          "Port to listen on, 0 for a free one.");

  static final Setting<Boolean> NO_CLASSIC =
      live(
          "no-classic",
          Kind.flag(),
          "false",
          "Refuse the classic dialect, which has no checksums.");

  static final Setting<Integer> CLASSIC_GAP =
      live(
          "classic-gap",
          Kind.number(1, 60_000),
          "500",
          "Milliseconds between the two parts of the answer to a classic client, which must see"
              + " them apart.");

  static final Setting<Integer> MAX_CONNECTIONS =
      live(
          "max-connections",
          Kind.number(1, MAX_COUNT),
          "20000",
          "Connections that may be open. Further clients are told to come back.");

  static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      live(
          "max-connections-per-address",
          Kind.number(1, MAX_COUNT),
          "2000",
          "The same for one IPv4 address, or one IPv6 network of 64 bits.");

  static final Setting<Integer> MAX_TRANSFERS =
      live(
          "max-transfers",
          Kind.number(1, MAX_COUNT),
          "10000",
          "Transfers and listings that may run at once. Further ones wait in line.");

  static final Setting<Integer> MAX_TRANSFERS_PER_ADDRESS =
      live(
          "max-transfers-per-address",
          Kind.number(1, MAX_COUNT),
          "2500",
          "The same for one IPv4 address, or one IPv6 network of 64 bits.");

  static final Setting<Integer> MAX_TRANSFERS_PER_CONNECTION =
      live(
          "max-transfers-per-connection",
          Kind.number(Limits.MIN_EXCHANGES, 65_536),
          "1024",
          "Transfers and listings that one connection may have open, running or waiting.");

  static final Setting<Integer> MAX_WAITING =
      live(
          "max-waiting",
          Kind.number(0, MAX_COUNT),
          "10000",
          "Transfers and listings that may wait in line, 0 for none. Further ones are told to come"
              + " back.");

  static final Setting<Long> MAX_WAIT =
      live(
          "max-wait",
          Kind.seconds(1, MAX_MILLIS),
          "10",
          "How long one may wait in line before it is told its place and to come back. To be"
              + " shorter than clients wait for an answer.");

  static final Setting<Long> LIMIT_RATE =
      live(
          "limit-rate",
          Kind.bytes(1_024, MAX_BYTES, true),
          "0",
          "Send no more than so many bytes a second on all connections together; 0 for any.");

  static final Setting<Long> LIMIT_RATE_PER_ADDRESS =
      live(
          "limit-rate-per-address",
          Kind.bytes(1_024, MAX_BYTES, true),
          "0",
          "The same for one IPv4 address, or one IPv6 network of 64 bits.");

  static final Setting<Long> MIN_RATE =
      live(
          "min-rate",
          Kind.bytes(0, MAX_BYTES, true),
          "100",
          "Send a client away that takes fewer bytes a second over the time of --progress-timeout;"
              + " 0 for any.");

  static final Setting<Long> HANDSHAKE_TIMEOUT =
      live(
          "handshake-timeout",
          Kind.seconds(1, MAX_MILLIS),
          "60",
          "From the connection to the end of the greeting. The original client asks its user for a"
              + " name meanwhile.");

  static final Setting<Long> IDLE_TIMEOUT =
      live(
          "idle-timeout",
          Kind.seconds(1, MAX_MILLIS),
          "60",
          "How long no byte may move on a connection; it is closed between one and two times this.");

  static final Setting<Long> PROGRESS_TIMEOUT =
      live(
          "progress-timeout",
          Kind.seconds(1, MAX_MILLIS),
          "300",
          "The time for --min-rate, and how long a client that was told of a file may take to say"
              + " that it is ready.");

  static final Setting<Long> DRAIN_TIMEOUT =
      live(
          "drain-timeout",
          Kind.seconds(0, MAX_MILLIS),
          "30",
          "How long clients have, after SIGTERM, to come to a point from which they can go on"
              + " later.");

  static final Setting<Integer> EVENT_LOOPS =
      fixed(
          "event-loops",
          Kind.number(1, MAX_THREADS),
          null,
          "Threads that move bytes; one for each processor by default.");

  static final Setting<Integer> WORKERS =
      fixed(
          "workers",
          Kind.number(1, MAX_THREADS),
          null,
          "Threads that wait for the disk; two for each processor by default, at least four.");

  static final Setting<Integer> DIGEST_WORKERS =
      fixed(
          "digest-workers",
          Kind.number(1, MAX_THREADS),
          null,
          "Workers that may compute the SHA-256 of files at a time; half of them by default.");

  static final Setting<Integer> LISTING_WORKERS =
      fixed(
          "listing-workers",
          Kind.number(1, MAX_THREADS),
          null,
          "Workers that may read folders for listings at a time; half of them by default.");

  static final Setting<Long> BLOCK_SIZE =
      live(
          "block-size",
          Kind.bytes(Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES, false),
          "1M",
          "The size of a block, which has a checksum, unless the client takes only smaller ones.");

  static final Setting<Long> DIGEST_CACHE =
      fixed(
          "digest-cache",
          Kind.bytes(64 * 1_024, MAX_BYTES, false),
          "16M",
          "Memory for the checksums of blocks that were read.");

  static final Setting<Long> MEMORY =
      live(
          "memory",
          Kind.bytes(0, MAX_BYTES, true),
          "16M",
          "Memory for small files on their way to the network. What is beyond that goes another"
              + " way, which takes none.");

  static final Setting<Long> TLS_MEMORY =
      live(
          "tls-memory",
          Kind.bytes(128 * 1_024, MAX_BYTES, false),
          "64M",
          "Memory for file data on its way through TLS. Beyond that a connection has 16 KiB at a"
              + " time, and beyond twice that it waits.");

  static final Setting<Path> TLS_CERT =
      live(
          "tls-cert",
          Kind.path("FILE"),
          null,
          "Speak TLS, with the certificate in this PEM file, followed by those that signed it.");

  static final Setting<Path> TLS_KEY =
      live(
          "tls-key",
          Kind.path("FILE"),
          null,
          "The private key for --tls-cert: PEM, PKCS#8, without a password, and readable by nobody"
              + " else.");

  static final Setting<TlsVersion> TLS_MIN_VERSION =
      live(
          "tls-min-version",
          Kind.of("VERSION", "1.2 or 1.3", ServerSettings::versionOf),
          "1.2",
          "The oldest version of TLS that is spoken.");

  static final Setting<Path> TLS_CLIENT_CA =
      live(
          "tls-client-ca",
          Kind.path("FILE"),
          null,
          "Serve only clients whose certificate one of those in this PEM file has signed.");

  static final Setting<String> TLS_CIPHERS =
      live(
              "tls-ciphers",
              Kind.text("NAME", "the name of a cipher suite, as the JDK calls it"),
              null,
              "Offer only this cipher suite, in the JDK's spelling. Can be given several times, the"
                  + " preferred one first.")
          .repeated();

  static final Setting<TlsProvider> TLS_PROVIDER =
      live(
          "tls-provider",
          Kind.choice(TlsProvider.class),
          "auto",
          "Whose TLS is used: 'jdk', 'openssl', or 'auto' for OpenSSL where its library is there.");

  static final Setting<Boolean> ALLOW_PLAIN =
      live(
          "allow-plain",
          Kind.flag(),
          "false",
          "Serve connections without TLS beside those with it.");

  static final Setting<Path> TOKEN_FILE =
      live(
          "token-file",
          Kind.path("FILE"),
          null,
          "Serve only clients that have one of the tokens in this file, which nobody else may read."
              + " A line of it is NAME TOKEN, and the names of shares if it is not for all.");

  static final Setting<Boolean> ALLOW_TOKEN_IN_CLEAR =
      live(
          "allow-token-in-clear",
          Kind.flag(),
          "false",
          "Take tokens without TLS, where others can read them.");

  static final Setting<AddressRange> ALLOW =
      live(
              "allow",
              ADDRESSES,
              null,
              "Serve only these addresses. Can be given several times, as the next two.")
          .repeated();

  static final Setting<AddressRange> DENY =
      live("deny", ADDRESSES, null, "Do not serve these addresses, even if allowed.").repeated();

  static final Setting<AddressRange> PROXY_FROM =
      live(
              "proxy-from",
              ADDRESSES,
              null,
              "Connections from these addresses begin with a header of the PROXY protocol, which"
                  + " says who the client is.")
          .repeated();

  static final Setting<AccessLogFormat> ACCESS_LOG =
      live(
          "access-log",
          Kind.choice(AccessLogFormat.class),
          "text",
          "A line for each exchange, as 'text' or 'json', or 'off'.");

  static final Setting<Path> LOG_CONFIG =
      fixed(
          "log-config",
          Kind.path("FILE"),
          null,
          "A configuration of Logback, which says where the log goes; standard error by default.");

  static final Setting<Optional<InetSocketAddress>> ADMIN =
      fixed(
          "admin",
          Kind.hostAndPort(),
          "off",
          "Answer /metrics, /healthz and /readyz by HTTP at this address.");

  /** All of them, in the order in which one reads about them. */
  static final List<SettingGroup> GROUPS =
      List.of(
          new SettingGroup("Files", List.of(DIR, SHARE, SYMLINKS, HIDDEN, TAGS)),
          new SettingGroup("Listening", List.of(HOST, PORT, NO_CLASSIC, CLASSIC_GAP)),
          new SettingGroup(
              "Limits",
              List.of(
                  MAX_CONNECTIONS,
                  MAX_CONNECTIONS_PER_ADDRESS,
                  MAX_TRANSFERS,
                  MAX_TRANSFERS_PER_ADDRESS,
                  MAX_TRANSFERS_PER_CONNECTION,
                  MAX_WAITING,
                  MAX_WAIT)),
          new SettingGroup("Rates", List.of(LIMIT_RATE, LIMIT_RATE_PER_ADDRESS, MIN_RATE)),
          new SettingGroup(
              "Timeouts",
              List.of(HANDSHAKE_TIMEOUT, IDLE_TIMEOUT, PROGRESS_TIMEOUT, DRAIN_TIMEOUT)),
          new SettingGroup(
              "Threads and memory",
              List.of(
                  EVENT_LOOPS,
                  WORKERS,
                  DIGEST_WORKERS,
                  LISTING_WORKERS,
                  BLOCK_SIZE,
                  DIGEST_CACHE,
                  MEMORY,
                  TLS_MEMORY)),
          new SettingGroup(
              "Security",
              List.of(
                  TLS_CERT,
                  TLS_KEY,
                  TLS_MIN_VERSION,
                  TLS_CLIENT_CA,
                  TLS_CIPHERS,
                  TLS_PROVIDER,
                  ALLOW_PLAIN,
                  TOKEN_FILE,
                  ALLOW_TOKEN_IN_CLEAR,
                  ALLOW,
                  DENY,
                  PROXY_FROM)),
          new SettingGroup("Watching", List.of(ACCESS_LOG, LOG_CONFIG, ADMIN)));

  private static final Map<String, Setting<?>> BY_NAME = byName();

  private ServerSettings() {}

  private static @Nullable TlsVersion versionOf(String text) {
    return switch (text) {
      case "1.2" -> TlsVersion.TLS_1_2;
      case "1.3" -> TlsVersion.TLS_1_3;
      default -> null;
    };
  }

  private static @Nullable AddressRange rangeOf(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, Setting<?>> byName() {
    Map<String, Setting<?>> settings = new LinkedHashMap<>();
    GROUPS.forEach(group -> group.settings().forEach(each -> settings.put(each.name(), each)));
    return settings;
  }

  /** The setting with this name; null if there is none. */
  static @Nullable Setting<?> find(String name) {
    return BY_NAME.get(name);
  }

  /** All of them. */
  static List<Setting<?>> all() {
    return List.copyOf(BY_NAME.values());
  }
}
