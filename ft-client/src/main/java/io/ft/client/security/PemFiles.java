package io.ft.client.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ft.client.security.SecuritySetupException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys. Waits for the disk. */
final class PemFiles {

  private static final Pattern CERTIFICATE_BEGIN =
      Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----");

  /** As far as the next block, so that one without an end is not taken for a part of another. */
  private static final Pattern CERTIFICATE =
      Pattern.compile(CERTIFICATE_BEGIN.pattern() + "[^-]*-----END (?:X509 )?CERTIFICATE-----");

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  /** A certificate, those between it and a trusted authority, and its private key. */
  record Credentials(PrivateKey key, List<X509Certificate> certificates) {}

  private PemFiles() {}

  /** The certificates of authorities. */
  static List<X509Certificate> authorities(Path file) throws SecuritySetupException {
    try {
      return certificates(Files.readAllBytes(file), file);
    } catch (IOException e) {
      throw new SecuritySetupException(
          Kind.AUTHORITIES, "cannot read the authorities: " + FileProblems.describe(e, file), e);
    }
  }

  /** The certificate that a client shows. */
  static Credentials credentials(ClientIdentity identity) throws SecuritySetupException {
    try {
      List<X509Certificate> certificates =
          certificates(Files.readAllBytes(identity.certificate()), identity.certificate());
      PublicKey publicKey = certificates.get(0).getPublicKey();
      PrivateKey key = key(PrivateFiles.read(identity.key()), identity.key(), publicKey);
      if (!belongTogether(key, publicKey)) {
        throw new IOException(
            identity.key() + " is not the key of the certificate in " + identity.certificate());
      }
      return new Credentials(key, certificates);
    } catch (IOException e) {
      throw new SecuritySetupException(
          Kind.IDENTITY,
          "cannot use the client certificate: " + FileProblems.describe(e, identity.certificate()),
          e);
    }
  }

  /** The certificates of a file that may have other things in it: a key, or words for people. */
  private static List<X509Certificate> certificates(byte[] pem, Path file) throws IOException {
    String text = new String(pem, ISO_8859_1);
    List<String> blocks = CERTIFICATE.matcher(text).results().map(MatchResult::group).toList();
    if (blocks.size() != CERTIFICATE_BEGIN.matcher(text).results().count()) {
      throw new IOException("a certificate in " + file + " is damaged: it has no end");
    }
    if (blocks.isEmpty()) {
      throw new IOException("no certificate in " + file + " (expected: PEM)");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      for (String block : blocks) {
        byte[] bytes = block.getBytes(ISO_8859_1);
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException("a certificate in " + file + " is damaged", e);
    }
  }

  private static PrivateKey key(byte[] pem, Path file, PublicKey publicKey) throws IOException {
    Matcher found = KEY.matcher(new String(pem, ISO_8859_1));
    if (!found.find()) {
      throw new IOException("no private key in " + file + " (expected: PEM)");
    }
    switch (found.group(1)) {
      case "PRIVATE KEY" -> {}
      case "ENCRYPTED PRIVATE KEY" ->
          throw new IOException(
              "the private key in " + file + " is encrypted; decrypt it: openssl pkey -in FILE");
      default ->
          throw new IOException(
              "the private key in " + file + " is not PKCS #8; convert it: openssl pkey -in FILE");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "the private key in "
              + file
              + " is damaged, or no "
              + publicKey.getAlgorithm()
              + " key as the certificate has it",
          e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws IOException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default ->
              throw new IOException("keys of this kind are not known: " + publicKey.getAlgorithm());
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      byte[] anything = {1, 2, 3};
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
