package io.ft.client.torture;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A server as a process of its own, which can be killed: {@code ServeMain FOLDER PORT}. */
final class ServeMain {

  private ServeMain() {}

  public static void main(String[] args) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    FileServer server =
        FileServer.start(ServerConfig.of(Path.of(args[0]), address), new ServerEvents() {});
    System.out.println(server.address().getPort());
  }
}
