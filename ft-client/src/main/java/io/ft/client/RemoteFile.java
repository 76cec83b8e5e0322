package io.ft.client;

import java.util.Objects;

/**
 * A file on a server: {@code ft://HOST[:PORT]/PATH}, or {@code fts://} for TLS.
 *
 * @param secure whether the server is spoken to inside of TLS
 * @param host a name or an address, IPv6 without its brackets
 * @param port 1 to 65,535
 * @param path the name below the server's root, parts separated by {@code /}, not encoded
 */
public record RemoteFile(boolean secure, String host, int port, String path) {

  /** The port of the original server. */
  public static final int DEFAULT_PORT = FtUrl.DEFAULT_PORT;

  public RemoteFile {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    FtUrl.check(host, port);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("no path");
    }
  }

  /** A file on a server that is spoken to without TLS. */
  public RemoteFile(String host, int port, String path) {
    this(false, host, port, path);
  }

  /**
   * Reads a URL. Its path is percent-encoded UTF-8 (RFC 3986, section 2.1); characters that need no
   * encoding to be understood, such as spaces and letters beyond ASCII, may stand for themselves.
   *
   * @throws IllegalArgumentException if it is not an ft URL; the message says why
   */
  public static RemoteFile parse(String url) {
    FtUrl parts = FtUrl.parse(url);
    if (parts.path().isEmpty()) {
      throw new IllegalArgumentException("no path (expected: ft://HOST[:PORT]/PATH)");
    }
    return new RemoteFile(parts.secure(), parts.host(), parts.port(), parts.path());
  }

  /** The URL, in ASCII; {@link #parse} reads it. */
  public String url() {
    return new FtUrl(secure, host, port, path).toString();
  }

  /**
   * Scheme, server and path: no other file has the same, and what came without TLS is not gone on
   * with inside of it. Not encoded.
   */
  String identity() {
    return FtUrl.scheme(secure) + host + ":" + port + "/" + path;
  }

  /** The last part of the path, which is the file's own name. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  Server server() {
    return new Server(secure, host, port);
  }
}
