package io.ft.server.security;

import java.security.NoSuchAlgorithmException;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** What the JDK's provider of TLS knows. Asked for only when it matters: it takes a while. */
final class JdkCiphers {

  static final Set<String> SUPPORTED = supported();

  private JdkCiphers() {}

  private static Set<String> supported() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a provider of TLS", e);
    }
  }
}
