package io.ft.client.testing;

import io.ft.client.RemoteFile;
import io.ft.codec.classic.ClassicTiming;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A folder and a real server of it on the loopback interface. */
public final class ServedFolder implements AutoCloseable {

  /** This client takes an answer however it is joined, so that no test has to wait for the gap. */
  private static final ClassicTiming TIMING = new ClassicTiming(20, 20);

  private final Path root;
  private final FileServer server;

  private ServedFolder(Path root, FileServer server) {
    this.root = root;
    this.server = server;
  }

  /** Starts a server of {@code root}, which is made if it is missing. */
  public static ServedFolder start(Path root) throws IOException {
    return start(root, 0);
  }

  /** Starts a server of {@code root} on this port. */
  public static ServedFolder start(Path root, int port) throws IOException {
    return start(root, port, config -> config);
  }

  /** Starts a server of {@code root} with other settings than the default ones. */
  public static ServedFolder start(Path root, UnaryOperator<ServerConfig.Builder> settings)
      throws IOException {
    return start(root, 0, settings);
  }

  private static ServedFolder start(
      Path root, int port, UnaryOperator<ServerConfig.Builder> settings) throws IOException {
    Files.createDirectories(root);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerConfig config =
        settings.apply(ServerConfig.of(root, address).change().classicTiming(TIMING)).build();
    return new ServedFolder(root, FileServer.start(config, new ServerEvents() {}));
  }

  public Path root() {
    return root;
  }

  public int port() {
    return server.address().getPort();
  }

  /** The URL of the file with this name. */
  public RemoteFile file(String name) {
    return new RemoteFile("127.0.0.1", port(), name);
  }

  /** Makes a file of {@code size} bytes in the folder and returns its URL. */
  public RemoteFile file(String name, int size) throws IOException {
    TestFiles.write(root.resolve(name), size);
    return file(name);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
