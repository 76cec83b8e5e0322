package io.ft.client.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 of a public key, as a certificate has it (its SubjectPublicKeyInfo). It stays the
 * same when a certificate is renewed for the same key.
 *
 * @param hex 64 hexadecimal digits, in lower case
 */
public record KeyFingerprint(String hex) {

  private static final String PREFIX = "sha256:";
  private static final String CURL_PREFIX = "sha256//";
  private static final int BYTES = 32;

  public KeyFingerprint {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("no SHA-256: " + hex + " (expected: 64 digits 0-9, a-f)");
    }
  }

  /**
   * Reads {@code sha256:HEX}, with or without colons between the bytes, {@code sha256:BASE64}, or
   * curl's {@code sha256//BASE64}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static KeyFingerprint parse(String text) {
    if (text.startsWith(PREFIX) || text.startsWith(CURL_PREFIX)) {
      String digest = text.substring(PREFIX.length());
      String hex = digest.startsWith("/") ? "" : digest.replace(":", "").toLowerCase(Locale.ROOT);
      if (hex.matches("[0-9a-f]{64}")) {
        return new KeyFingerprint(hex);
      }
      byte[] bytes = base64(text.startsWith(CURL_PREFIX) ? digest.substring(1) : digest);
      if (bytes.length == BYTES) {
        return new KeyFingerprint(HexFormat.of().formatHex(bytes));
      }
    }
    throw new IllegalArgumentException(
        "no fingerprint: " + text + " (expected: sha256:HEX or sha256:BASE64)");
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** The fingerprint of {@code key}. */
  static KeyFingerprint of(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return new KeyFingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As {@link #parse} reads it: {@code sha256:HEX}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
