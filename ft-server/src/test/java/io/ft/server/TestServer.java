package io.ft.server;

import io.ft.codec.classic.ClassicTiming;
import io.ft.server.testing.OpenHandles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A server of one folder on a free port of the loopback interface, and what it reports. */
final class TestServer implements AutoCloseable {

  private static final long ANSWER_GAP_MILLIS = 20;

  private final Path root;
  private final RecordingEvents events = new RecordingEvents();
  private final FileServer server;

  private TestServer(Path root, ServerConfig config) throws IOException {
    this.root = root;
    this.server = FileServer.start(config, events);
  }

  static TestServer start(Path root) throws IOException {
    return start(root, settings -> settings);
  }

  static TestServer start(Path root, UnaryOperator<ServerConfig> settings) throws IOException {
    return new TestServer(root, settings.apply(config(root)));
  }

  /**
   * The default settings, but with a short gap in the answers to classic clients: those of the
   * tests take an answer joined or apart.
   */
  static ServerConfig config(Path root) {
    return ServerConfig.of(root, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .withClassicTiming(
            new ClassicTiming(ClassicTiming.DEFAULT.settleMillis(), ANSWER_GAP_MILLIS));
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
