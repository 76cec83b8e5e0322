package io.ft.server.security;

/** Whose implementation of TLS is used. */
public enum TlsProvider {
  /** OpenSSL where its native library loads and does all that is asked for, else the JDK's. */
  AUTO,
  /** The one of the JDK. */
  JDK,
  /** OpenSSL or BoringSSL through Netty's native library; a server without it does not start. */
  OPENSSL
}
