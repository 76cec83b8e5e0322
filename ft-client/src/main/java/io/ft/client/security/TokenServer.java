package io.ft.client.security;

import java.util.Locale;

/**
 * A server that a token is for.
 *
 * @param host as in a URL, IPv6 without its brackets; in lower case, since names know no other
 */
public record TokenServer(String host, int port) {
  public TokenServer {
    host = host.toLowerCase(Locale.ROOT);
  }

  /** As it stands in a URL. */
  @Override
  public String toString() {
    return KnownHosts.name(host, port);
  }
}
