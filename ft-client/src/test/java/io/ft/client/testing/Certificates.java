package io.ft.client.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Makes certificates, with new keys each. */
public final class Certificates {

  private Certificates() {}

  /** An authority that can vouch for others. */
  public static X509Bundle authority() throws Exception {
    return valid()
        .subject("CN=An authority")
        .setIsCertificateAuthority(true)
        .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
        .buildSelfSigned();
  }

  /** A server on the loopback interface, called {@code localhost} too. */
  public static X509Bundle server(X509Bundle authority) throws Exception {
    return loopback().buildIssuedBy(authority);
  }

  /** As above, but nobody vouches for it. */
  public static X509Bundle selfSignedServer() throws Exception {
    return loopback().setIsCertificateAuthority(true).buildSelfSigned();
  }

  /** A server of another name. */
  public static X509Bundle otherServer(X509Bundle authority) throws Exception {
    return valid()
        .subject("CN=other.example")
        .addSanDnsName("other.example")
        .addSanDnsName("www.other.example")
        .buildIssuedBy(authority);
  }

  /** A server whose certificate was good until yesterday. */
  public static X509Bundle expiredServer(X509Bundle authority) throws Exception {
    return loopback()
        .notBefore(Instant.now().minus(10, ChronoUnit.DAYS))
        .notAfter(Instant.now().minus(1, ChronoUnit.DAYS))
        .buildIssuedBy(authority);
  }

  /** An authority that another one vouched for until yesterday. */
  public static X509Bundle expiredAuthority(X509Bundle authority) throws Exception {
    return valid()
        .subject("CN=In between")
        .setIsCertificateAuthority(true)
        .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
        .notBefore(Instant.now().minus(10, ChronoUnit.DAYS))
        .notAfter(Instant.now().minus(1, ChronoUnit.DAYS))
        .buildIssuedBy(authority);
  }

  /** A client. */
  public static X509Bundle client(X509Bundle authority) throws Exception {
    return valid().subject("CN=a client").rsa2048().buildIssuedBy(authority);
  }

  private static CertificateBuilder loopback() {
    return valid().subject("CN=localhost").addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
  }

  private static CertificateBuilder valid() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(Instant.now().minus(20, ChronoUnit.DAYS))
        .notAfter(Instant.now().plus(1, ChronoUnit.DAYS));
  }

  /** A store of trusted authorities as Java has one, with the password "changeit". */
  public static Path writeStore(Path file, X509Bundle... authorities) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.length; i++) {
      store.setCertificateEntry("authority-" + i, authorities[i].getRootCertificate());
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  /** The file of an authority's certificate. */
  public static Path write(Path file, X509Bundle authority) throws IOException {
    return Files.writeString(file, authority.getRootCertificatePEM());
  }

  /** The file of a certificate, without its key. */
  public static Path writeChain(Path file, X509Bundle bundle) throws IOException {
    return Files.writeString(file, bundle.getCertificatePathPEM());
  }

  /** The file of a private key, which nobody else may read. */
  public static Path writeKey(Path file, X509Bundle bundle) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, bundle.getPrivateKeyPEM());
  }

  /** The key's fingerprint, computed by other means than the client's. */
  public static String fingerprint(X509Bundle bundle) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(bundle.getCertificate().getPublicKey().getEncoded());
    return "sha256:" + HexFormat.of().formatHex(digest);
  }
}
