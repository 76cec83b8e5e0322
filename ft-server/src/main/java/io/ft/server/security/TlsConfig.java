package io.ft.server.security;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs for TLS. The files are read when a server starts, and again when it is given
 * settings, so a renewed certificate needs no restart.
 *
 * @param certificateChain the server's certificate and those that signed it, in that order, as PEM
 * @param privateKey its private key as PEM in the form PKCS#8, without a password; a file that
 *     others than its owner can read is refused
 * @param clientAuthorities the certificates, as PEM, one of which must have signed a client's; null
 *     if clients need none
 * @param versions what is offered, at least one
 * @param ciphers the names of the cipher suites that are offered, the preferred one first, as the
 *     JDK calls them; empty for those that the provider takes to be good
 * @param provider whose implementation is used
 */
public record TlsConfig(
    Path certificateChain,
    Path privateKey,
    @Nullable Path clientAuthorities,
    Set<TlsVersion> versions,
    List<String> ciphers,
    TlsProvider provider) {

  public TlsConfig {
    versions = Set.copyOf(versions);
    ciphers = List.copyOf(ciphers);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("TLS versions: none (expected: at least one)");
    }
  }

  /** TLS 1.3 and 1.2 for any client. */
  public static TlsConfig of(Path certificateChain, Path privateKey) {
    return new TlsConfig(
        certificateChain,
        privateKey,
        null,
        Set.of(TlsVersion.values()),
        List.of(),
        TlsProvider.AUTO);
  }

  /** The same, for clients alone whose certificate one of {@code authorities} has signed. */
  public TlsConfig withClientAuthorities(Path authorities) {
    return new TlsConfig(certificateChain, privateKey, authorities, versions, ciphers, provider);
  }

  /** The same with other versions. */
  public TlsConfig withVersions(Set<TlsVersion> offered) {
    return new TlsConfig(
        certificateChain, privateKey, clientAuthorities, offered, ciphers, provider);
  }

  /** The same with other cipher suites. */
  public TlsConfig withCiphers(List<String> offered) {
    return new TlsConfig(
        certificateChain, privateKey, clientAuthorities, versions, offered, provider);
  }

  /** The same with another provider. */
  public TlsConfig withProvider(TlsProvider used) {
    return new TlsConfig(certificateChain, privateKey, clientAuthorities, versions, ciphers, used);
  }
}
