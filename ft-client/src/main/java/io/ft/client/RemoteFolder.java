package io.ft.client;

import java.util.Objects;

/**
 * A folder on a server: {@code ft://HOST[:PORT]/PATH}, or {@code fts://} for TLS.
 *
 * @param secure whether the server is spoken to inside of TLS
 * @param host a name or an address, IPv6 without its brackets
 * @param port 1 to 65,535
 * @param path the name below the server's root, parts separated by {@code /}, not encoded and
 *     without a trailing slash; empty for the root
 */
public record RemoteFolder(boolean secure, String host, int port, String path) {

  public RemoteFolder {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    FtUrl.check(host, port);
    if (path.endsWith("/")) {
      throw new IllegalArgumentException("the path of a folder has no trailing slash: " + path);
    }
  }

  /** A folder on a server that is spoken to without TLS. */
  public RemoteFolder(String host, int port, String path) {
    this(false, host, port, path);
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
        parts.secure(),
        parts.host(),
        parts.port(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /** The file with this path below the folder, as {@link RemoteEntry#path} has it. */
  public RemoteFile file(String relativePath) {
    return new RemoteFile(secure, host, port, below(relativePath));
  }

  /** The folder with this path below the folder, as {@link RemoteEntry#path} has it. */
  public RemoteFolder folder(String relativePath) {
    return new RemoteFolder(secure, host, port, below(relativePath));
  }

  private String below(String relativePath) {
    return path.isEmpty() ? relativePath : path + "/" + relativePath;
  }

  /** The URL, with a trailing slash, in ASCII; {@link #parse} reads it. */
  public String url() {
    return new FtUrl(secure, host, port, path.isEmpty() ? "" : path + "/").toString();
  }

  Server server() {
    return new Server(secure, host, port);
  }
}
