package io.ft.examples;

import io.ft.client.Dialect;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.Target;
import io.ft.client.TransferListener;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server of one of the examples on a port of its own, and the ft client to try it with. */
public final class Loopback implements AutoCloseable {

  /** Starts a server. */
  @FunctionalInterface
  public interface Start {

    /** The channel that listens at {@code address}. */
    Channel at(EventLoopGroup loops, InetSocketAddress address) throws InterruptedException;
  }

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final InetSocketAddress address;

  /** Starts the server. */
  public Loopback(Start start) throws InterruptedException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    address = (InetSocketAddress) start.at(loops, any).localAddress();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Downloads {@code path} to {@code target} with the ft client. */
  public void download(String path, Dialect dialect, Path target) throws Exception {
    try (FileClient client = FileClient.create()) {
      RemoteFile file = RemoteFile.parse("ft://127.0.0.1:" + address.getPort() + "/" + path);
      client
          .start(new DownloadRequest(file, Target.file(target), dialect), TransferListener.NONE)
          .await();
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
