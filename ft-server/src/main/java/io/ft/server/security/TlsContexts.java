package io.ft.server.security;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns settings into what makes the TLS connections of a server. */
public final class TlsContexts {

  private TlsContexts() {}

  /**
   * Reads the files. What it returns is thread-safe and serves any number of connections.
   *
   * @throws IOException if a file cannot be read or is not what it should be, or if the provider is
   *     not there or does not know a cipher suite; its message says which
   */
  public static SslContext open(TlsConfig config) throws IOException {
    checkReadable(config.certificateChain());
    checkReadable(config.privateKey());
    PrivateFiles.check(config.privateKey());
    SslContextBuilder builder = builder(config);
    Path authorities = config.clientAuthorities();
    if (authorities != null) {
      checkReadable(authorities);
      trust(builder, authorities);
    }
    if (!config.ciphers().isEmpty()) {
      checkCiphers(config);
      builder.ciphers(config.ciphers(), SupportedCipherSuiteFilter.INSTANCE);
    }
    try {
      return builder
          .sslProvider(provider(config))
          .protocols(config.versions().stream().sorted().map(TlsVersion::protocol).toList())
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException("TLS: " + e.getMessage(), e);
    }
  }

  private static SslContextBuilder builder(TlsConfig config) throws IOException {
    File chain = config.certificateChain().toFile();
    try {
      return SslContextBuilder.forServer(chain, config.privateKey().toFile());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s, %s: no certificate and its private key (expected: PEM, the key as PKCS#8 without a"
                  .formatted(config.certificateChain(), config.privateKey())
              + " password, as 'openssl pkcs8 -topk8 -nocrypt' writes it)",
          e);
    }
  }

  private static void trust(SslContextBuilder builder, Path authorities) throws IOException {
    try {
      builder.trustManager(authorities.toFile()).clientAuth(ClientAuth.REQUIRE);
    } catch (IllegalArgumentException e) {
      throw new IOException(authorities + ": no certificates (expected: PEM)", e);
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
    boolean available = config.provider() != TlsProvider.JDK && OpenSsl.isAvailable();
    if (config.provider() == TlsProvider.OPENSSL && !available) {
      throw new IOException(
          "the OpenSSL provider of TLS cannot be used here", OpenSsl.unavailabilityCause());
    }
    // Not OPENSSL_REFCNT: connections that run may outlive the settings that they were made with.
    return available ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  private static void checkReadable(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isReadable(file)) {
      throw new FileSystemException(file.toString(), null, "cannot be read");
    }
  }
}
