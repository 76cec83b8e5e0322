package io.ft.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys. Messages name the file and what was expected, and show
 * nothing of a key.
 */
final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  /** How to try whether a private key belongs to a public one, by the kind of both. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private PemFiles() {}

  /** All certificates in {@code file}, at least one. */
  static X509Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (certificates.length > 0) {
        return certificates;
      }
      throw new IOException(file + ": no certificate (expected: PEM)");
    } catch (CertificateException e) {
      throw new IOException(file + ": no certificate (expected: PEM)", e);
    }
  }

  /** The private key in {@code file}, which must belong to {@code certificate}. */
  static PrivateKey privateKey(Path file, X509Certificate certificate) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(
          file
              + ": no private key (expected: PEM with PKCS#8 and no password, as"
              + " 'openssl pkcs8 -topk8 -nocrypt' writes it)");
    }
    PublicKey itsOther = certificate.getPublicKey();
    try {
      PrivateKey key =
          KeyFactory.getInstance(itsOther.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      if (belongs(key, itsOther)) {
        return key;
      }
      throw doesNotBelong(file, null);
    } catch (GeneralSecurityException e) {
      throw doesNotBelong(file, e);
    }
  }

  private static IOException doesNotBelong(Path file, @Nullable Throwable cause) {
    return new IOException(file + ": the private key does not belong to the certificate", cause);
  }

  /** Whether what the one signs the other confirms. Keys of a kind nobody knows are not tried. */
  private static boolean belongs(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    byte[] anything = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(other);
    signature.update(anything);
    return signature.verify(signed);
  }
}
