package io.ft.server;

import io.ft.codec.classic.ClassicTiming;
import io.ft.server.testing.OpenHandles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server of one folder on a free port of the loopback interface, and what it reports. */
final class TestServer implements AutoCloseable {

  private static final long ANSWER_GAP_MILLIS = 20;

  private final Path root;
  private final RecordingEvents events = new RecordingEvents();
  private final ServerConfig config;
  private final FileServer server;

  private TestServer(Path root, ServerConfig config) throws IOException {
    this.root = root;
    this.config = config;
    this.server = FileServer.start(config, events);
  }

  static TestServer start(Path root) throws IOException {
    return start(root, settings -> settings);
  }

  static TestServer start(Path root, UnaryOperator<ServerConfig.Builder> settings)
      throws IOException {
    return new TestServer(root, config(root, settings));
  }

  /**
   * The default settings, but with a short gap in the answers to classic clients: those of the
   * tests take an answer joined or apart.
   */
  static ServerConfig config(Path root) {
    return config(root, settings -> settings);
  }

  /** The same with some settings of the test's choice. */
  static ServerConfig config(Path root, UnaryOperator<ServerConfig.Builder> settings) {
    ServerConfig standard =
        ServerConfig.of(root, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ClassicTiming timing =
        new ClassicTiming(ClassicTiming.DEFAULT.settleMillis(), ANSWER_GAP_MILLIS);
    return settings.apply(standard.change().classicTiming(timing)).build();
  }

  /** Limits with which so many exchanges run at once, and no other waits in line. */
  static ExchangeLimits exchanges(int max) {
    return new ExchangeLimits(max, max, 1_024, 0, 1_000);
  }

  /** Deadlines for the handshake and for silence. */
  static ServerTimeouts timeouts(long handshakeMillis, long idleMillis) {
    return ServerTimeouts.DEFAULT.with(handshakeMillis, idleMillis);
  }

  Path root() {
    return root;
  }

  InetSocketAddress address() {
    return server.address();
  }

  RecordingEvents events() {
    return events;
  }

  ServerStats stats() {
    return server.stats();
  }

  /** Changes the settings while the server runs; see {@link FileServer#reconfigure}. */
  List<String> reconfigure(UnaryOperator<ServerConfig.Builder> settings) throws IOException {
    return server.reconfigure(settings.apply(config.change()).build());
  }

  boolean drain(long timeoutMillis) throws InterruptedException {
    return server.drain(timeoutMillis);
  }

  ClassicClient classicClient() throws IOException {
    return ClassicClient.connect(address());
  }

  /** A client that has greeted and been greeted. */
  FramedClient framedClient() throws IOException {
    FramedClient client = FramedClient.connect(address());
    client.greet(FramedClient.HELLO);
    return client;
  }

  /**
   * As {@link #framedClient}, with so little room that the server soon has to wait for its reads.
   */
  FramedClient slowFramedClient() throws IOException {
    FramedClient client = FramedClient.connectWithSmallBuffer(address());
    client.greet(FramedClient.HELLO);
    return client;
  }

  /** Ends the server, which must give back every handle. After this there are no more events. */
  void stop() throws IOException {
    server.close();
    OpenHandles.awaitNone(root);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
