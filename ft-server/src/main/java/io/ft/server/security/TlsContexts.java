package io.ft.server.security;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Turns settings into what makes the TLS connections of a server. */
public final class TlsContexts {

  /** For so long a client need not show its certificate again. */
  private static final long SESSION_SECONDS = 60 * 60;

  private TlsContexts() {}

  /**
   * Reads the files. What it returns is thread-safe and serves any number of connections.
   *
   * @throws IOException if a file cannot be read or is not what it should be, or if the provider is
   *     not there or does not know a cipher suite; its message says which
   */
  public static SslContext open(TlsConfig config) throws IOException {
    PrivateFiles.check(config.privateKey());
    X509Certificate[] chain = PemFiles.certificates(config.certificateChain());
    PrivateKey key = PemFiles.privateKey(config.privateKey(), chain[0]);
    SslContextBuilder builder = SslContextBuilder.forServer(key, chain);
    Path authorities = config.clientAuthorities();
    if (authorities != null) {
      builder.trustManager(PemFiles.certificates(authorities)).clientAuth(ClientAuth.REQUIRE);
    }
    if (!config.ciphers().isEmpty()) {
      checkCiphers(config);
      builder.ciphers(config.ciphers(), SupportedCipherSuiteFilter.INSTANCE);
    }
    try {
      return builder
          .sslProvider(provider(config))
          .sessionTimeout(SESSION_SECONDS)
          .protocols(config.versions().stream().sorted().map(TlsVersion::protocol).toList())
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException("TLS: " + e.getMessage(), e);
    }
  }

  /** The filter drops what a provider does not know, and nobody would notice. */
  private static void checkCiphers(TlsConfig config) throws IOException {
    for (String cipher : config.ciphers()) {
      boolean known =
          provider(config) == SslProvider.OPENSSL
              ? OpenSsl.isCipherSuiteAvailable(cipher)
              : JdkCiphers.SUPPORTED.contains(cipher);
      if (!known) {
        throw new IOException("TLS cipher suite: " + cipher + " (expected: one that exists)");
      }
    }
  }

  private static SslProvider provider(TlsConfig config) throws IOException {
    if (config.provider() == TlsProvider.OPENSSL) {
      if (!OpenSsl.isAvailable()) {
        throw new IOException(
            "the OpenSSL provider of TLS cannot be used here", OpenSsl.unavailabilityCause());
      }
      if (!keepsToCiphers(config)) {
        throw new IOException(
            "BoringSSL does not keep to cipher suites in TLS 1.3 (expected: TLS 1.2 alone, or the"
                + " provider JDK)");
      }
    }
    boolean openSsl =
        config.provider() != TlsProvider.JDK && OpenSsl.isAvailable() && keepsToCiphers(config);
    // Not OPENSSL_REFCNT: connections that run may outlive the settings that they were made with.
    return openSsl ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  /** BoringSSL always offers all that it knows for TLS 1.3. */
  private static boolean keepsToCiphers(TlsConfig config) {
    return config.ciphers().isEmpty()
        || !config.versions().contains(TlsVersion.TLS_1_3)
        || !OpenSsl.versionString().startsWith("BoringSSL");
  }
}
