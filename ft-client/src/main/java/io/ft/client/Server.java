package io.ft.client;

/**
 * Where a server is.
 *
 * @param secure whether it is spoken to inside of TLS
 */
record Server(boolean secure, String host, int port) {

  // Written out, as in every record that is a key of a map: the JVM links the usual ones at their
  // first use, which holds up a short download by some milliseconds.
  @Override
  public boolean equals(Object other) {
    return other instanceof Server server
        && secure == server.secure
        && host.equals(server.host)
        && port == server.port;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * host.hashCode() + port) + (secure ? 1 : 0);
  }
}
