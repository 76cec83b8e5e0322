package io.ft.client;

import io.ft.codec.WireText;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Objects;

/**
 * A file on a server: {@code ft://HOST[:PORT]/PATH}.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port 1 to 65,535
 * @param path the name below the server's root, parts separated by {@code /}, not encoded
 */
public record RemoteFile(String host, int port, String path) {

  /** The port of the original server. */
  public static final int DEFAULT_PORT = 65432;

  private static final String SCHEME = "ft://";

  public RemoteFile {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
    if (path.isEmpty()) {
      throw new IllegalArgumentException("no path");
    }
  }

  /**
   * Reads a URL. Its path is percent-encoded UTF-8 (RFC 3986, section 2.1); characters that need no
   * encoding to be understood, such as spaces and letters beyond ASCII, may stand for themselves.
   *
   * @throws IllegalArgumentException if it is not an ft URL; the message says why
   */
  public static RemoteFile parse(String url) {
    if (!url.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new IllegalArgumentException("no ft URL (expected: ft://HOST[:PORT]/PATH)");
    }
    String rest = url.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no path (expected: ft://HOST[:PORT]/PATH)");
    }
    String authority = rest.substring(0, slash);
    int portColon = authority.lastIndexOf(':');
    boolean hasPort = portColon > authority.lastIndexOf(']');
    int port = hasPort ? port(authority.substring(portColon + 1)) : DEFAULT_PORT;
    String host = hasPort ? authority.substring(0, portColon) : authority;
    return new RemoteFile(host(host), port, path(rest.substring(slash + 1)));
  }

  private static String host(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address needs brackets");
    }
    if (host.indexOf('@') >= 0) {
      throw new IllegalArgumentException("an ft URL has no user");
    }
    return host;
  }

  private static int port(String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("port: " + digits + " (expected: 1 to 65535)");
    }
    return Integer.parseInt(digits);
  }

  private static String path(String encoded) {
    if (encoded.indexOf('?') >= 0 || encoded.indexOf('#') >= 0) {
      throw new IllegalArgumentException("'?' and '#' in a name are written %3F and %23");
    }
    byte[] bytes = WireText.encode(encoded);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
      } else {
        decoded.write(hexDigit(bytes, i + 1) << 4 | hexDigit(bytes, i + 2));
        i += 2;
      }
    }
    String path = WireText.decode(decoded.toByteArray());
    if (!WireText.isValid(path)) {
      throw new IllegalArgumentException("the path is not UTF-8");
    }
    return path;
  }

  private static int hexDigit(byte[] bytes, int index) {
    int digit = index < bytes.length ? Character.digit(bytes[index], 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("'%' without two hexadecimal digits; '%' itself is %25");
    }
    return digit;
  }

  /** Server and path: no other file has the same. Not encoded. */
  String identity() {
    return SCHEME + host + ":" + port + "/" + path;
  }

  /** The last part of the path, which is the file's own name. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
