package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.codec.End;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.TlsConfig;
import io.ft.server.security.TlsProvider;
import io.ft.server.security.TlsVersion;
import io.ft.server.testing.TestFiles;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of both sides, and what an operator can set. */
class TlsSettingsTest {

  private Path root;
  private Path secrets;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates(@TempDir Path served, @TempDir Path hidden) throws Exception {
    root = served;
    secrets = hidden;
    certificates = Certificates.in(hidden);
    TestFiles.create(root.resolve("file"), 100);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void clientWithACertificateOfTheAuthorityIsServedByItsName(TlsProvider provider)
      throws Exception {
    X509Bundle own = certificates.issue("CN=a\u0007client,O=somewhere");
    try (TestServer server = startForKnownClients(provider);
        FramedClient client = Certificates.greeted(connect(server, own))) {
      assertThat(client.fetch(1, "file").bytes()).hasSize(100);
      assertThat(server.events().awaitExchange().identity()).isEqualTo("a\u0007client");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void clientWithoutACertificateIsRefused(TlsProvider provider) throws Exception {
    try (TestServer server = startForKnownClients(provider)) {
      assertRefused(server, null);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void clientOfAnotherAuthorityIsRefused(TlsProvider provider, @TempDir Path others)
      throws Exception {
    X509Bundle strange = Certificates.in(others).issue("CN=stranger");
    try (TestServer server = startForKnownClients(provider)) {
      assertRefused(server, strange);
    }
  }

  /** With TLS 1.3 a client notices only when it reads. */
  private void assertRefused(TestServer server, @Nullable X509Bundle own) throws Exception {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> {
              try (Socket client = connect(server, own)) {
                client.getOutputStream().write(FramedClient.encode(FramedClient.HELLO));
                if (client.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              }
            });
    assertThat(server.events().awaitFailedConnection()).startsWith("TLS handshake: ");
    server.stop();
    assertThat(server.events().failedConnections()).hasSize(1);
    assertThat(server.events().exchanges()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void renewedCertificateIsForNewConnectionsAndRunningOnesGoOn(TlsProvider provider)
      throws Exception {
    byte[] large = TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    TlsConfig tls = certificates.config().withProvider(provider);
    ServerConfig config =
        TestServer.config(root, builder -> builder.security(ServerSecurity.NONE.withTls(tls)));
    try (TestServer server = TestServer.start(root, builder -> config.change());
        FramedClient running =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      running.send(FramedClient.wholeFile(1, "large"));
      running.awaitBytes();

      certificates.renew("second");
      server.reconfigure(builder -> builder);

      assertThat(servedName(server)).isEqualTo("CN=second");
      Transfer transfer = running.finish(1);
      assertThat(transfer.end()).isEqualTo(new End(1, large.length));
      assertThat(transfer.bytes()).isEqualTo(large);
    }
  }

  @Test
  void wrongCertificateChangesNothing() throws Exception {
    ServerConfig config =
        TestServer.config(root, builder -> builder.security(certificates.security()));
    try (TestServer server = TestServer.start(root, builder -> config.change())) {
      Files.writeString(certificates.chainFile(), "no certificate");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> server.reconfigure(builder -> builder))
          .withMessageContaining("server.crt")
          .withMessageContaining("PEM");

      assertThat(servedName(server)).isEqualTo("CN=first");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void keyThatOthersCanReadIsRefused(String permissions) throws Exception {
    Files.setPosixFilePermissions(
        certificates.keyFile(), PosixFilePermissions.fromString(permissions));
    assertRefused(certificates.config(), "server.key", "chmod 600");
  }

  @Test
  void keyOfAnotherCertificateIsRefused(@TempDir Path others) throws Exception {
    Certificates stranger = Certificates.in(others);
    TlsConfig mixed = TlsConfig.of(certificates.chainFile(), stranger.keyFile());
    assertRefused(mixed.withProvider(TlsProvider.JDK), "server.key", "does not belong");
    assertRefused(mixed.withProvider(TlsProvider.OPENSSL), "server.key", "does not belong");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertRefused(
        TlsConfig.of(secrets.resolve("nothing.crt"), certificates.keyFile()), "nothing.crt");
    assertRefused(
        TlsConfig.of(certificates.chainFile(), secrets.resolve("nothing.key")), "nothing.key");
    assertRefused(
        certificates.config().withClientAuthorities(secrets.resolve("nothing.ca")), "nothing.ca");
  }

  @Test
  void fileThatIsNotWhatItShouldBeIsNamed() throws Exception {
    Path wrong = Files.writeString(secrets.resolve("wrong"), "wrong");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    assertRefused(TlsConfig.of(wrong, certificates.keyFile()), "wrong", "PEM");
    assertRefused(TlsConfig.of(certificates.chainFile(), wrong), "wrong", "PKCS#8");
    assertRefused(certificates.config().withClientAuthorities(wrong), "wrong", "PEM");
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, TLS_1_3, TLS_CHACHA20_POLY1305_SHA256",
    "JDK, TLS_1_3, TLS_AES_128_GCM_SHA256",
    "JDK, TLS_1_2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "OPENSSL, TLS_1_2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "OPENSSL, TLS_1_2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  })
  void cipherSuiteThatIsOfferedIsTheOneThatIsUsed(
      TlsProvider provider, TlsVersion version, String cipher) throws Exception {
    TlsConfig tls =
        certificates
            .config()
            .withProvider(provider)
            .withVersions(Set.of(version))
            .withCiphers(List.of(cipher));
    try (TestServer server = start(tls);
        SSLSocket client = certificates.connect(server.address())) {
      assertThat(client.getSession().getCipherSuite()).isEqualTo(cipher);
    }
  }

  @Test
  void cipherSuiteThatAProviderWouldNotKeepToIsRefused() {
    assertRefused(
        certificates
            .config()
            .withProvider(TlsProvider.OPENSSL)
            .withCiphers(List.of("TLS_AES_128_GCM_SHA256")),
        "TLS 1.3",
        "JDK");
  }

  @Test
  void cipherSuiteThatDoesNotExistIsRefused() {
    for (TlsProvider provider : List.of(TlsProvider.JDK, TlsProvider.OPENSSL)) {
      assertRefused(
          certificates
              .config()
              .withProvider(provider)
              .withVersions(Set.of(TlsVersion.TLS_1_2))
              .withCiphers(List.of("TLS_NONE")),
          "TLS_NONE");
    }
  }

  @Test
  void oldVersionIsNotSpoken() throws Exception {
    try (TestServer server = start(certificates.config());
        Socket plain = Sockets.connect(server.address())) {
      SSLContext context = certificates.clientContext(null);
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> Certificates.over(plain, context, "TLSv1.1"));
    }
  }

  @Test
  void noVersionAtAllIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> certificates.config().withVersions(Set.of()))
        .withMessageContaining("at least one");
  }

  private void assertRefused(TlsConfig tls, String... parts) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> start(tls).close())
        .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
  }

  /** The subject of the certificate that the server shows now. */
  private String servedName(TestServer server) throws Exception {
    try (SSLSocket client = certificates.connect(server.address())) {
      X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private Socket connect(TestServer server, @Nullable X509Bundle own) throws Exception {
    return Certificates.over(Sockets.connect(server.address()), certificates.clientContext(own));
  }

  private TestServer startForKnownClients(TlsProvider provider) throws IOException {
    return start(
        certificates
            .config()
            .withProvider(provider)
            .withClientAuthorities(certificates.authorityFile()));
  }

  private TestServer start(TlsConfig tls) throws IOException {
    return TestServer.start(root, builder -> builder.security(ServerSecurity.NONE.withTls(tls)));
  }
}
