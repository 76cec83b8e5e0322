package io.ft.conformance.server;

import io.ft.codec.classic.ClassicTiming;
import io.ft.conformance.wire.Trace;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server of ours in this process, with deadlines that a test can wait for. */
final class OurServer implements AutoCloseable {

  private static final long HANDSHAKE_MILLIS = 1_000;
  private static final long IDLE_MILLIS = 800;
  private static final ClassicTiming CLASSIC = new ClassicTiming(120, 150);

  private final Path tree;
  private final FileServer server;

  private OurServer(Path tree, FileServer server) {
    this.tree = tree;
    this.server = server;
  }

  static OurServer start(Path tree, UnaryOperator<ServerConfig.Builder> settings)
      throws IOException {
    ServerConfig.Builder builder =
        ServerConfig.of(tree, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .change()
            .classicTiming(CLASSIC);
    return new OurServer(tree, FileServer.start(settings.apply(builder).build()));
  }

  /** One whose deadlines are short. */
  static OurServer startImpatient(Path tree, UnaryOperator<ServerConfig.Builder> settings)
      throws IOException {
    ServerTimeouts timeouts = ServerTimeouts.DEFAULT.with(HANDSHAKE_MILLIS, IDLE_MILLIS);
    return start(tree, builder -> settings.apply(builder.timeouts(timeouts)));
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** All that the kit can be told of it. */
  ServerUnderTest impatient() {
    return new ServerUnderTest(
        server.address(),
        Duration.ofSeconds(10),
        tree,
        Duration.ofMillis(HANDSHAKE_MILLIS),
        Duration.ofMillis(IDLE_MILLIS),
        Duration.ofMillis(CLASSIC.settleMillis()),
        null,
        this::drain,
        Trace.brief());
  }

  /** No more than the kit has to be told, of a server at {@code address} that demands a token. */
  static ServerUnderTest plain(InetSocketAddress address, String token) {
    return new ServerUnderTest(
        address, Duration.ofSeconds(10), null, null, null, null, token, null, Trace.brief());
  }

  /** One that stands in front of it, and is not to be waited for. */
  ServerUnderTest behind(InetSocketAddress proxy) {
    return new ServerUnderTest(
        proxy,
        Duration.ofSeconds(2),
        tree,
        null,
        null,
        Duration.ofMillis(CLASSIC.settleMillis()),
        null,
        null,
        Trace.brief());
  }

  /** As an operator does, who does not wait for the end either. */
  private void drain() {
    Thread drain =
        new Thread(
            () -> {
              try {
                server.drain(10_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "drain");
    drain.setDaemon(true);
    drain.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    // JUnit warns of links out of a folder that it removes.
    Files.deleteIfExists(tree.resolve(Tree.LINK_OUTSIDE));
  }
}
