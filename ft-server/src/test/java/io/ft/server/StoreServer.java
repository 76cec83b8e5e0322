package io.ft.server;

import io.ft.server.store.FileStore;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The pipeline of a server over a store and a transport of the test's choice. */
final class StoreServer implements AutoCloseable {

  private final RecordingEvents events = new RecordingEvents();
  private final Workers workers;
  private final Service service;
  private final EventLoopGroup loops;
  private final FileStore store;
  private final Channel listener;

  private StoreServer(ServerConfig config, FileStore store, Transport transport) {
    this.store = store;
    workers = new Workers(2, store);
    service = new Service(opened(config), store, workers, events);
    loops = transport.newLoops(1, "ft-test");
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .childHandler(new ServerPipeline(service))
            .bind(config.address())
            .syncUninterruptibly()
            .channel();
  }

  private static Settings opened(ServerConfig config) {
    try {
      return Settings.open(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StoreServer start(ServerConfig config, FileStore store, Transport transport) {
    return new StoreServer(config, store, transport);
  }

  /** Takes over {@code store}; {@code root} is named in the settings alone. */
  static StoreServer start(Path root, FileStore store) {
    return start(TestServer.config(root), store, Transport.best());
  }

  /** How much of small files it may hold in memory, and does. */
  ContentBudget contentBudget() {
    return service.contentBudget();
  }

  /** How much of files it may hold in memory for TLS, and does. */
  ChunkBudget chunkBudget() {
    return service.chunkBudget();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  RecordingEvents events() {
    return events;
  }

  FramedClient framedClient() throws IOException {
    FramedClient client = FramedClient.connect(address());
    client.greet(FramedClient.HELLO);
    return client;
  }

  @Override
  public void close() throws IOException {
    listener.close().syncUninterruptibly();
    try {
      // Before the loops, as in FileServer: what a worker has made is released on a loop.
      workers.stop(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    store.close();
  }
}
