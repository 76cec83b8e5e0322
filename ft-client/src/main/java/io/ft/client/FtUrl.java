package io.ft.client;

import io.ft.codec.Printable;
import io.ft.codec.WireText;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The parts of an ft URL, {@code ft://HOST[:PORT]/PATH}, or {@code fts://} for TLS, decoded.
 *
 * <p>The path is percent-encoded UTF-8 (RFC 3986, section 2.1); characters that need no encoding to
 * be understood, such as spaces and letters beyond ASCII, may stand for themselves.
 */
record FtUrl(boolean secure, String host, int port, String path) {

  static final int DEFAULT_PORT = 65432;

  private static final String SCHEME = "ft://";
  private static final String SECURE_SCHEME = "fts://";
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private static final String NOT_IN_HOSTS = "/?#@[]\\";

  FtUrl {
    check(host, port);
  }

  /**
   * Reads {@code url}; without a {@code /} behind the server the path is empty.
   *
   * @throws IllegalArgumentException if it is not an ft URL; the message says why
   */
  static FtUrl parse(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    boolean secure = lower.startsWith(SECURE_SCHEME);
    if (!secure && !lower.startsWith(SCHEME)) {
      throw new IllegalArgumentException("no ft URL (expected: ft://HOST[:PORT]/PATH)");
    }
    String rest = url.substring(scheme(secure).length());
    int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
    String authority = rest.substring(0, slash);
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("an ft URL has no user");
    }
    int portColon = authority.lastIndexOf(':');
    boolean hasPort = portColon > authority.lastIndexOf(']');
    int port = hasPort ? port(authority.substring(portColon + 1)) : DEFAULT_PORT;
    String host = hasPort ? authority.substring(0, portColon) : authority;
    String path = rest.substring(Math.min(slash + 1, rest.length()));
    return new FtUrl(secure, host(host), port, path(path));
  }

  /** How a URL begins. */
  static String scheme(boolean secure) {
    return secure ? SECURE_SCHEME : SCHEME;
  }

  private static String host(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address needs brackets");
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

  /** The constraints that a file and a folder have in common. */
  static void check(String host, int port) {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    for (int i = 0; i < host.length(); i++) {
      char each = host.charAt(i);
      if (each <= ' ' || each > '~' || NOT_IN_HOSTS.indexOf(each) >= 0) {
        throw new IllegalArgumentException(
            "host: " + Printable.escape(host) + " (expected: a name or an address, in ASCII)");
      }
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
  }

  /** The URL with these parts, in ASCII: all but letters, digits and {@code -._~/} is encoded. */
  @Override
  public String toString() {
    StringBuilder url = new StringBuilder(scheme(secure));
    url.append(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
    if (port != DEFAULT_PORT) {
      url.append(':').append(port);
    }
    url.append('/');
    for (byte each : WireText.encode(path)) {
      if (PLAIN.indexOf(each) >= 0) {
        url.append((char) each);
      } else {
        url.append(String.format("%%%02X", each));
      }
    }
    return url.toString();
  }
}
