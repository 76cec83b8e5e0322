package io.ft.bench.load;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The real server, and files for it. */
final class TestServer {

  private TestServer() {}

  /** A server of {@code root} on a free port of the loopback interface. */
  static FileServer start(Path root) throws IOException {
    return FileServer.start(config(root));
  }

  static ServerConfig config(Path root) {
    return ServerConfig.of(root, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static void create(Path file, int length) throws IOException {
    Files.write(file, bytes(length));
  }
}
