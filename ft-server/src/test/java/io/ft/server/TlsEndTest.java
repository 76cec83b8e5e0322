package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Message;
import io.ft.server.security.TlsProvider;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of TLS is said where all was sent, and nowhere else. */
class TlsEndTest {

  private static final Failure GIVES_UP =
      new Failure(Message.CONNECTION, ErrorCode.INTERNAL, "a test gives up");

  private Path root;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates(@TempDir Path served, @TempDir Path secrets) throws Exception {
    root = served;
    certificates = Certificates.in(secrets);
    TestFiles.create(root.resolve("file"), 200_000);
  }

  private TestServer start(TlsProvider provider, UnaryOperator<ServerConfig.Builder> settings)
      throws IOException {
    return TestServer.start(
        root,
        builder ->
            settings.apply(
                builder.security(
                    certificates
                        .security()
                        .withTls(certificates.config().withProvider(provider)))));
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void itIsSaidWhereAllWasSent(TlsProvider provider) throws Exception {
    try (TestServer server = start(provider, settings -> settings);
        Socket plain = Sockets.connect(server.address())) {
      FramedClient client =
          Certificates.greeted(
              Certificates.over(plain, certificates.clientContext(null), "TLSv1.2"));
      client.fetch(1, "file");
      client.send(GIVES_UP);
      assertThat(TlsRecords.endWithAnAlert(plain.getInputStream())).isTrue();
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void itIsNotSaidWhereTheRateHasHeldSomethingBack(TlsProvider provider) throws Exception {
    try (TestServer server =
            start(provider, settings -> settings.rates(new RateLimits(20_000, 20_000)));
        Socket plain = Sockets.connect(server.address())) {
      FramedClient client =
          Certificates.greeted(
              Certificates.over(plain, certificates.clientContext(null), "TLSv1.2"));
      client.send(FramedClient.wholeFile(1, "file"));
      client.awaitBytes();
      client.send(GIVES_UP);
      assertThat(TlsRecords.endWithAnAlert(plain.getInputStream())).isFalse();
      client.close();
    }
  }

  @Test
  void clientsOwnEndDoesNotMakeItSaidOfAPart() throws Exception {
    try (TestServer server =
            start(TlsProvider.JDK, settings -> settings.rates(new RateLimits(20_000, 20_000)));
        Socket plain = Sockets.connect(server.address())) {
      SSLSocket tls = Certificates.over(plain, certificates.clientContext(null), "TLSv1.3");
      FramedClient client = Certificates.greeted(tls);
      client.send(FramedClient.wholeFile(1, "file"));
      client.awaitBytes();
      tls.shutdownOutput();
      assertThat(TlsRecords.endWithAnAlert(plain.getInputStream())).isFalse();
      client.close();
    }
  }
}
