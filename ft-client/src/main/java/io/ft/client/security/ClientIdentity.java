package io.ft.client.security;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The certificate that a client shows to a server that demands one.
 *
 * @param certificate a PEM file with the certificate, and those of the authorities between it and
 *     one that the server trusts
 * @param key a PEM file with its private key, PKCS #8 and not encrypted; may be the same file.
 *     Nobody but its owner may have access to it
 */
public record ClientIdentity(Path certificate, Path key) {
  public ClientIdentity {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }
}
