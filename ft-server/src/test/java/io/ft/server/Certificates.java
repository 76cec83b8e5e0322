package io.ft.server;

import io.ft.server.security.ServerSecurity;
import io.ft.server.security.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An authority with the certificates of a test, and clients that trust it. */
final class Certificates {

  private final Path folder;
  private final X509Bundle authority;

  private Certificates(Path folder, X509Bundle authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /** A new authority. Its files lie in {@code folder}. */
  static Certificates in(Path folder) throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Certificates made = new Certificates(folder, authority);
    Files.writeString(made.authorityFile(), authority.getCertificatePEM());
    made.renew("first");
    return made;
  }

  Path chainFile() {
    return folder.resolve("server.crt");
  }

  Path keyFile() {
    return folder.resolve("server.key");
  }

  Path authorityFile() {
    return folder.resolve("authority.crt");
  }

  /** Gives the server another key and certificate with the common name {@code name}. */
  void renew(String name) throws Exception {
    X509Bundle server = issue("CN=" + name);
    Files.writeString(chainFile(), server.getCertificatePathPEM());
    Files.deleteIfExists(keyFile());
    Files.createFile(
        keyFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile(), server.getPrivateKeyPEM());
  }

  /** A certificate that this authority has signed. */
  X509Bundle issue(String subject) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .addSanDnsName("localhost")
        .buildIssuedBy(authority);
  }

  TlsConfig config() {
    return TlsConfig.of(chainFile(), keyFile());
  }

  ServerSecurity security() {
    return ServerSecurity.NONE.withTls(config());
  }

  /**
   * What clients have.
   *
   * @param own the certificate that they show; null for none
   */
  SSLContext clientContext(@Nullable X509Bundle own) throws GeneralSecurityException {
    KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  /** Connects and does the handshake. */
  SSLSocket connect(InetSocketAddress server) throws IOException, GeneralSecurityException {
    return over(Sockets.connect(server), clientContext(null));
  }

  /** The same with little room for what has not been read. */
  SSLSocket connectWithSmallBuffer(InetSocketAddress server)
      throws IOException, GeneralSecurityException {
    return over(Sockets.connectWithSmallBuffer(server), clientContext(null));
  }

  /** TLS over a connection. */
  static SSLSocket over(Socket plain, SSLContext context, String... versions) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
    if (versions.length > 0) {
      socket.setEnabledProtocols(versions);
    }
    socket.startHandshake();
    return socket;
  }

  /** A client that has greeted inside of TLS. */
  FramedClient framedClient(TestServer server) throws IOException, GeneralSecurityException {
    return greeted(connect(server.address()));
  }

  static FramedClient greeted(Socket socket) throws IOException {
    FramedClient client = FramedClient.over(socket);
    client.greet(Listing.HELLO);
    return client;
  }
}
