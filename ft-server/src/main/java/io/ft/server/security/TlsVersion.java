package io.ft.server.security;

/** A version of TLS that can be offered; older ones cannot. */
public enum TlsVersion {
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /** The name that the JDK uses. */
  String protocol() {
    return protocol;
  }
}
