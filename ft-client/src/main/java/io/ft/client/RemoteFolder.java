package io.ft.client;

import java.util.Objects;

/**
 * A folder on a server: {@code ft://HOST[:PORT]/PATH}.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port 1 to 65,535
 * @param path the name below the server's root, parts separated by {@code /}, not encoded and
 *     without a trailing slash; empty for the root
 */
public record RemoteFolder(String host, int port, String path) {

  public RemoteFolder {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    FtUrl.check(host, port);
    if (path.endsWith("/")) {
      throw new IllegalArgumentException("the path of a folder has no trailing slash: " + path);
    }
  }

  /**
   * Reads a URL, with or without a trailing slash; see {@link RemoteFile#parse}.
   *
   * @throws IllegalArgumentException if it is not an ft URL; the message says why
   */
  public static RemoteFolder parse(String url) {
    FtUrl parts = FtUrl.parse(url);
    String path = parts.path();
    return new RemoteFolder(
        parts.host(),
        parts.port(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /** The file with this path below the folder, as {@link RemoteEntry#path} has it. */
  public RemoteFile file(String relativePath) {
    return new RemoteFile(host, port, below(relativePath));
  }

  /** The folder with this path below the folder, as {@link RemoteEntry#path} has it. */
  public RemoteFolder folder(String relativePath) {
    return new RemoteFolder(host, port, below(relativePath));
  }

  private String below(String relativePath) {
    return path.isEmpty() ? relativePath : path + "/" + relativePath;
  }

  /** The URL, with a trailing slash, in ASCII; {@link #parse} reads it. */
  public String url() {
    return new FtUrl(host, port, path.isEmpty() ? "" : path + "/").toString();
  }

  Server server() {
    return new Server(host, port);
  }
}
