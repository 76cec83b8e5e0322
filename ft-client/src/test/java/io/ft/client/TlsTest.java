package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.client.security.AccessToken;
import io.ft.client.security.ClientIdentity;
import io.ft.client.security.ClientSecurity;
import io.ft.client.security.KeyFingerprint;
import io.ft.client.security.ServerTrust;
import io.ft.client.security.TokenServer;
import io.ft.client.testing.Await;
import io.ft.client.testing.Certificates;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.SystemAuthorities;
import io.ft.client.testing.TestFiles;
import io.ft.client.testing.TlsServer;
import io.ft.client.testing.TlsServer.Settings;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads inside of TLS, from servers that are who they say they are, and others. */
class TlsTest {

  private static final byte[] CONTENT = TestFiles.content(4 * FramedPeer.BLOCK_BYTES);

  private final List<String> added = new CopyOnWriteArrayList<>();

  private Path folder;
  private Path target;
  private X509Bundle authority;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    folder = Files.createDirectory(temp.resolve("here"));
    target = folder.resolve("source");
    authority = Certificates.authority();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverOfATrustedAuthorityIsTrusted(String version) throws Exception {
    try (TlsServer server = serving(Settings.of(Certificates.server(authority)).only(version))) {
      Downloads.success(download(server.file("source"), trusting(authority)));

      assertThat(server.protocols()).containsExactly(version);
      assertThat(server.names()).containsExactly("localhost");
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  /** These tests are run with BoringSSL, and once more with Java's own TLS. */
  @Test
  void itIsTheLibraryThatIsToBeTested() {
    boolean ofJava = Boolean.getBoolean("io.netty.handler.ssl.noOpenSsl");
    assertThat(OpenSsl.isAvailable()).isEqualTo(!ofJava);
  }

  @Test
  void oldVersionsAreNotSpoken() throws Exception {
    // What a server of TLS 1.1 says to one that offers no such thing.
    byte[] alert = {0x15, 3, 2, 0, 2, 2, 70};
    try (ScriptedServer server = ScriptedServer.saying(alert)) {
      TransferException failure = failure(secure(server.file("source")), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure).hasMessage("the server speaks neither TLS 1.3 nor TLS 1.2");
    }
  }

  @Test
  void addressIsLookedForInTheCertificate() throws Exception {
    try (TlsServer server = serving(Settings.of(Certificates.server(authority)))) {
      RemoteFile byAddress = new RemoteFile(true, "127.0.0.1", server.port(), "source");
      Downloads.success(download(byAddress, trusting(authority)));

      // An address is no name to ask for.
      assertThat(server.names()).isEmpty();
    }
  }

  @Test
  void serverOfAnotherAuthorityIsNotTrusted() throws Exception {
    X509Bundle other = Certificates.server(Certificates.authority());
    try (TlsServer server = serving(Settings.of(other))) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure)
          .hasMessage(
              "cannot verify the server: no authority that is trusted here vouches for its "
                  + "certificate; its key is "
                  + Certificates.fingerprint(other));
      assertThat(failure.retryable()).isFalse();
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void serverThatNobodyVouchesForIsNotTrusted() throws Exception {
    try (TlsServer server = serving(Settings.of(Certificates.selfSignedServer()))) {
      assertThat(failure(server.file("source"), ClientSecurity.STANDARD).error())
          .isEqualTo(TransferError.UNTRUSTED_SERVER);
    }
  }

  @Test
  void serverOfAnotherNameIsNotTrusted() throws Exception {
    try (TlsServer server = serving(Settings.of(Certificates.otherServer(authority)))) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure)
          .hasMessageContaining(
              "its certificate is for other.example, www.other.example, and not for localhost;");
    }
  }

  @Test
  void expiredCertificateIsNotTrusted() throws Exception {
    try (TlsServer server = serving(Settings.of(Certificates.expiredServer(authority)))) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure).hasMessageContaining("its certificate expired at 20");
    }
  }

  @Test
  void certificateThatExpiredIsTheOneThatIsNamed() throws Exception {
    X509Bundle between = Certificates.expiredAuthority(authority);
    try (TlsServer server = serving(Settings.of(Certificates.server(between)))) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure)
          .hasMessageContaining("the certificate of CN=In between expired at ")
          .hasMessageContaining(between.getCertificate().getNotAfter().toInstant().toString());
    }
  }

  @Test
  void pinnedKeyIsAllThatCounts() throws Exception {
    X509Bundle expiredAndForeign = Certificates.expiredServer(Certificates.authority());
    KeyFingerprint key = KeyFingerprint.parse(Certificates.fingerprint(expiredAndForeign));
    KeyFingerprint another = new KeyFingerprint("0".repeat(64));
    try (TlsServer server = serving(Settings.of(expiredAndForeign))) {
      ServerTrust pins = new ServerTrust.Pins(Set.of(another, key));

      Downloads.success(download(server.file("source"), ClientSecurity.STANDARD.with(pins)));
    }
  }

  @Test
  void otherKeyThanThePinnedOneIsRefusedWhoeverVouches() throws Exception {
    X509Bundle good = Certificates.server(authority);
    try (TlsServer server = serving(Settings.of(good))) {
      ServerTrust pin = new ServerTrust.Pins(Set.of(new KeyFingerprint("0".repeat(64))));
      TransferException failure = failure(server.file("source"), trusting(authority).with(pin));

      assertThat(failure.error()).isEqualTo(TransferError.PIN_MISMATCH);
      assertThat(failure)
          .hasMessage(
              "the server does not have the pinned key; its key is "
                  + Certificates.fingerprint(good));
    }
  }

  @Test
  void serverIsTrustedAtTheFirstUseAndAfterItByItsKey() throws Exception {
    X509Bundle self = Certificates.selfSignedServer();
    Path hosts = folder.resolve("config").resolve("known_hosts");
    int port;
    try (TlsServer server = serving(Settings.of(self))) {
      port = server.port();
      Downloads.success(download(server.file("source"), firstUse(hosts)));
      assertThat(added)
          .containsExactly(
              "localhost:%d is trusted from now on, by its key %s (added to %s)"
                  .formatted(port, Certificates.fingerprint(self), hosts));
      assertThat(hosts).hasContent("localhost:" + port + " " + Certificates.fingerprint(self));

      Downloads.success(download(server.file("source"), knowing(hosts)));
      Downloads.success(download(server.file("source"), firstUse(hosts)));
      assertThat(added).hasSize(1);
    }
    // Somebody else on the same port, also one for whom an authority vouches.
    X509Bundle impostor = Certificates.server(authority);
    try (TlsServer server = serving(Settings.of(impostor))) {
      Files.writeString(
          hosts, "# comment\n\nLOCALHOST:" + server.port() + " " + Certificates.fingerprint(self));
      for (ClientSecurity security :
          List.of(
              knowing(hosts),
              firstUse(hosts),
              ClientSecurity.STANDARD.with(new ServerTrust.Authorities(authorityFile(), hosts)))) {
        TransferException failure = failure(server.file("source"), security);

        assertThat(failure.error()).isEqualTo(TransferError.PIN_MISMATCH);
        assertThat(failure)
            .hasMessage(
                "THE SERVER'S KEY HAS CHANGED, or somebody is in between: its key is "
                    + Certificates.fingerprint(impostor)
                    + ", and not the one in "
                    + hosts
                    + ":3. If it was changed on purpose, remove that line");
      }
    }
  }

  @Test
  void serverForWhichAnAuthorityVouchedAtTheFirstUseNeedsThatForEver() throws Exception {
    Path hosts = folder.resolve("known_hosts");
    try (SystemAuthorities system = SystemAuthorities.of(folder, authority)) {
      assertThat(system.file()).exists();
      int port;
      try (TlsServer server = serving(Settings.of(Certificates.server(authority)))) {
        port = server.port();
        Downloads.success(download(server.file("source"), firstUse(hosts)));
        assertThat(hosts).hasContent("localhost:" + port + " authority");
        assertThat(added)
            .containsExactly(
                "localhost:%d is trusted from now on, if an authority vouches for it (added to %s)"
                    .formatted(port, hosts));
      }
      // The same port may not be had again; what counts is the name.
      try (TlsServer impostor = serving(Settings.of(Certificates.selfSignedServer()))) {
        Files.writeString(hosts, "localhost:" + impostor.port() + " authority\n");
        for (ClientSecurity security : List.of(firstUse(hosts), knowing(hosts))) {
          TransferException failure = failure(impostor.file("source"), security);

          assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
          assertThat(failure)
              .hasMessageContaining(", as one has to by " + hosts + ":1; its key is");
        }
        assertThat(hosts).hasContent("localhost:" + impostor.port() + " authority");
      }
      // Its authority may give it another key.
      try (TlsServer renewed = serving(Settings.of(Certificates.server(authority)))) {
        Files.writeString(hosts, "localhost:" + renewed.port() + " authority\n");
        Downloads.success(download(renewed.file("source"), firstUse(hosts)));
      }
      assertThat(added).hasSize(1);
    }
  }

  @Test
  void whereNoAuthorityIsTrustedThatIsSaidAndTheFirstUseHelps() throws Exception {
    Path hosts = folder.resolve("known_hosts");
    try (SystemAuthorities system = SystemAuthorities.of(folder);
        TlsServer server = serving(Settings.of(Certificates.server(authority)))) {
      assertThat(system.file()).exists();
      TransferException failure = failure(server.file("source"), ClientSecurity.STANDARD);
      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure)
          .hasMessageStartingWith("cannot verify the server: no authority is trusted here; its");

      Downloads.success(download(server.file("source"), firstUse(hosts)));
    }
  }

  @Test
  void diskThatDoesNotAnswerHoldsUpNoDeadlineAndNoClose() throws Exception {
    // To open a pipe that nobody writes to takes for ever.
    Path hosts = folder.resolve("known_hosts");
    assertThat(new ProcessBuilder("mkfifo", hosts.toString()).start().waitFor()).isZero();
    try (TlsServer server = serving(Settings.of(Certificates.server(authority)))) {
      FileClient client = client(firstUse(hosts));
      try (client) {
        Download late =
            client.start(
                new DownloadRequest(server.file("source"), Target.file(target))
                    .with(DownloadOptions.DEFAULT.withMaxTimeMillis(300)),
                TransferListener.NONE);
        assertThat(Downloads.failure(late).error()).isEqualTo(TransferError.TIMED_OUT);
      }
    }
  }

  @Test
  void knownHostIsTrustedAndUnknownOneIsNot() throws Exception {
    X509Bundle self = Certificates.selfSignedServer();
    Path hosts = folder.resolve("known_hosts");
    try (TlsServer server = serving(Settings.of(self))) {
      assertThat(failure(server.file("source"), knowing(hosts)).error())
          .isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(hosts).doesNotExist();

      // The same server by another name is not known.
      Files.writeString(
          hosts, "127.0.0.1:" + server.port() + " " + Certificates.fingerprint(self) + "\n");
      assertThat(failure(server.file("source"), knowing(hosts)).error())
          .isEqualTo(TransferError.UNTRUSTED_SERVER);
    }
  }

  @Test
  void knownHostsThatCannotBeReadTrustNobody() throws Exception {
    Path hosts = Files.writeString(folder.resolve("known_hosts"), "localhost:1 md5:00\n");
    try (TlsServer server = serving(Settings.of(Certificates.selfSignedServer()))) {
      TransferException failure = failure(server.file("source"), firstUse(hosts));

      assertThat(failure.error()).isEqualTo(TransferError.UNTRUSTED_SERVER);
      assertThat(failure).hasMessageContaining(hosts + ":1: no fingerprint: md5:00");
    }
  }

  @Test
  void serverForWhichAnAuthorityVouchesIsNotAdded() throws Exception {
    Path hosts = folder.resolve("known_hosts");
    try (TlsServer server = serving(Settings.of(Certificates.server(authority)))) {
      ServerTrust trust = new ServerTrust.Authorities(authorityFile(), hosts);
      Downloads.success(download(server.file("source"), ClientSecurity.STANDARD.with(trust)));
    }
    assertThat(hosts).doesNotExist();
  }

  /** In TLS 1.2 a server of JDK 25 says no more than that the handshake failed. */
  private static String demanded(String version) {
    return version.equals("TLSv1.2") && Runtime.version().feature() >= 25
        ? "the server ended the TLS handshake (handshake_failure); it may demand a certificate"
        : "the server demands a certificate of the client";
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverThatDemandsACertificateGetsIt(String version) throws Exception {
    X509Bundle client = Certificates.client(authority);
    ClientIdentity identity =
        new ClientIdentity(
            Certificates.writeChain(folder.resolve("client.pem"), client),
            Certificates.writeKey(folder.resolve("client.key"), client));
    Settings settings =
        Settings.of(Certificates.server(authority)).only(version).demanding(authority);
    try (TlsServer server = serving(settings)) {
      Downloads.success(download(server.file("source"), trusting(authority).with(identity)));
    }
    try (TlsServer server = serving(settings)) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure).hasMessageStartingWith(demanded(version));
    }
    try (TlsServer server = serving(settings.demanding(Certificates.authority()))) {
      TransferException failure =
          failure(server.file("source"), trusting(authority).with(identity));

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure).hasMessageStartingWith("the server refuses the client's certificate (");
    }
  }

  @Test
  void tokenIsSentInsideOfTls() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    ClientSecurity security = trusting(authority).with(new AccessToken("s3cret"));
    try (TlsServer server =
        TlsServer.start(
            Settings.of(Certificates.server(authority)),
            (raw, tls) -> {
              try (FramedPeer client = FramedPeer.of(tls)) {
                token.set(
                    client
                        .greet(new Hello(Set.of(), 128, Limits.MIN_BLOCK_BYTES, "scripted"))
                        .token());
                client.serve(client.receive(FileRequest.class), CONTENT);
                client.untilClosed();
              }
            })) {
      Downloads.success(download(server.file("source"), security));
    }
    assertThat(token).hasValue("s3cret");
    assertThat(security.toString()).doesNotContain("s3cret");
    assertThat(ClientConfig.DEFAULT.toBuilder().security(security).build().toString())
        .doesNotContain("s3cret");
  }

  @Test
  void tokenForOneServerIsNotSentToAnother() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    TokenServer other = new TokenServer("Other.example", 1);
    try (TlsServer server =
        TlsServer.start(
            Settings.of(Certificates.server(authority)),
            (raw, tls) -> {
              try (FramedPeer client = FramedPeer.of(tls)) {
                token.set(client.greet().token());
                client.serve(client.receive(FileRequest.class), CONTENT);
                client.untilClosed();
              }
            })) {
      ServerTrust trust = trusting(authority).trust();
      ClientSecurity security =
          new ClientSecurity(trust, null, new AccessToken("s3cret"), false, Set.of(other));

      Downloads.success(download(server.file("source"), security));
      assertThat(security.tokenFor(true, "other.example", 1)).isNotNull();
      assertThat(security.tokenFor(true, "other.example", 2)).isNull();
      assertThat(security.tokenFor(false, "other.example", 1)).isNull();
    }
    assertThat(token).hasValue("");
  }

  @Test
  void tokenIsNotSentInTheClear() throws Exception {
    ClientSecurity security = ClientSecurity.STANDARD.with(new AccessToken("s3cret"));
    AtomicReference<String> token = new AtomicReference<>();
    try (ScriptedServer server =
        ScriptedServer.ungreeted(
            client -> {
              token.set(client.greet().token());
              client.serve(client.receive(FileRequest.class), CONTENT);
              client.untilClosed();
            })) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> download(server.file("source"), security))
          .withMessage("a token is sent to fts URLs alone");
      assertThat(server.connections()).isZero();

      ClientSecurity allowed = new ClientSecurity(security.trust(), null, security.token(), true);
      Downloads.success(download(server.file("source"), allowed));
    }
    assertThat(token).hasValue("s3cret");
  }

  @Test
  void nothingIsSentToAServerThatIsNotTrusted() throws Exception {
    // In TLS 1.3 the client could send at once; a server that it does not trust gets nothing.
    AtomicInteger bytes = new AtomicInteger();
    try (TlsServer server =
        TlsServer.start(
            Settings.of(Certificates.selfSignedServer()),
            (raw, tls) -> bytes.addAndGet(Math.max(0, tls.getInputStream().read())))) {
      failure(server.file("source"), trusting(authority).with(new AccessToken("s3cret")));
    }
    assertThat(bytes).hasValue(0);
  }

  @Test
  void serverSaysThatATokenIsMissing() throws Exception {
    try (TlsServer server =
        TlsServer.framed(
            Settings.of(Certificates.server(authority)),
            client -> {
              client.send(
                  new Failure(Message.CONNECTION, ErrorCode.UNAUTHORIZED, "a token is needed"));
              client.untilClosed();
            })) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.UNAUTHORIZED);
      assertThat(failure).hasMessage("the server says: a token is needed");
    }
  }

  @Test
  void serverThatDemandsTlsIsHeard() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              client.send(
                  new Failure(
                      Message.CONNECTION, ErrorCode.UNSUPPORTED, "this server demands TLS"));
              client.untilClosed();
            })) {
      TransferException failure = failure(server.file("source"), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.UNSUPPORTED);
      assertThat(failure).hasMessage("the server says: this server demands TLS");
    }
  }

  @Test
  void serverThatClosesInTheHandshakeMaySpeakNoTls() throws Exception {
    // As a server of this protocol does that offers none.
    try (ScriptedServer server = ScriptedServer.start(socket -> socket.getInputStream().read())) {
      TransferException failure = failure(secure(server.file("source")), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure)
          .hasMessage(
              "127.0.0.1:"
                  + server.port()
                  + " closed the connection during the TLS handshake; does it speak TLS?");
    }
  }

  @Test
  void handshakeThatIsCutOffIsTriedAgain() throws Exception {
    Settings settings = Settings.of(Certificates.server(authority)).cuttingOff(2);
    try (TlsServer server = serving(settings);
        FileClient client = client(trusting(authority))) {
      RetryPolicy quick = new RetryPolicy(2, 1, 1, Long.MAX_VALUE, false);

      Downloads.success(start(client, server.file("source"), quick));
      assertThat(server.connections()).isEqualTo(3);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void serverThatTakesItsLeaveInTheHandshakeIsTriedAgain() throws Exception {
    byte[] closeNotify = {0x15, 3, 3, 0, 2, 1, 0};
    try (ScriptedServer server = ScriptedServer.saying(closeNotify)) {
      TransferException failure = failure(secure(server.file("source")), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageEndingWith("does it speak TLS?");
    }
  }

  @Test
  void handshakeThatTakesLongerThanAStallIsWaitedFor() throws Exception {
    Settings settings = Settings.of(Certificates.server(authority)).waiting(1_000);
    ClientConfig config =
        ClientConfig.DEFAULT.toBuilder()
            .stallTimeoutMillis(250)
            .security(trusting(authority))
            .build();
    try (TlsServer server = serving(settings);
        FileClient client = FileClient.create(config)) {
      Downloads.success(start(client, server.file("source"), RetryPolicy.NONE));
    }
  }

  @Test
  void serverThatHasSpokenTlsBeforeIsBeingStartedAnew() {
    ServerHistory history = new ServerHistory();
    TlsFailures failures = new TlsFailures(new Server(true, "server", 1), history, false);
    IOException reset = new IOException("Connection reset");

    assertThat(failures.ofHandshake(reset).error()).isEqualTo(TransferError.TLS_FAILED);
    history.secured();
    assertThat(failures.ofHandshake(reset).error()).isEqualTo(TransferError.ENDED_EARLY);
  }

  @Test
  void realServerWithoutTlsIsRecognised() throws Exception {
    try (ServedFolder server = ServedFolder.start(folder.resolve("served"))) {
      TransferException failure = failure(secure(server.file("source")), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure).hasMessageEndingWith("does it speak TLS?");
    }
  }

  @Test
  void serverThatSpeaksSomethingElseIsRecognised() throws Exception {
    byte[] other = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ScriptedServer server = ScriptedServer.saying(other)) {
      TransferException failure = failure(secure(server.file("source")), ClientSecurity.STANDARD);

      assertThat(failure.error()).isEqualTo(TransferError.TLS_FAILED);
      assertThat(failure).hasMessage("127.0.0.1:" + server.port() + " does not speak TLS");
      assertThat(failure.retryable()).isFalse();
    }
  }

  @Test
  void handshakeHasToBeInTime() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::untilClosed);
        FileClient client = FileClient.create(Configs.handshakeTimeoutMillis(200))) {
      TransferException failure =
          Downloads.failure(start(client, secure(server.file("source")), RetryPolicy.NONE));

      assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
      assertThat(failure).hasMessage("the server did not answer within 200 ms");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeInTheMiddleIsAnEarlyEndWithCloseNotifyAndWithout(boolean inOrder) throws Exception {
    try (TlsServer server =
        TlsServer.start(
            Settings.of(Certificates.server(authority)),
            (raw, tls) -> {
              FramedPeer client = FramedPeer.of(tls);
              client.greet();
              int id = client.receive(FileRequest.class).id();
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 2);
              if (inOrder) {
                tls.close();
              } else {
                raw.shutdownOutput();
              }
              ScriptedServer.untilClosed(raw);
            })) {
      TransferException failure = failure(server.file("source"), trusting(authority));

      assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
      assertThat(failure.verifiedBytes()).isEqualTo(2 * FramedPeer.BLOCK_BYTES);
    }
    assertThat(TestFiles.names(folder)).contains("source.part").doesNotContain("source");
  }

  @Test
  void downloadGoesOnOverAnotherConnection() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (TlsServer server =
            TlsServer.framed(
                Settings.of(Certificates.server(authority)),
                client -> {
                  FileRequest request = client.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    client.send(FramedPeer.exists(request.id(), CONTENT.length));
                    client.sendBlocks(request.id(), CONTENT, 0, 3);
                    client.socket().close();
                  } else {
                    assertThat(request.expectedTag()).isEqualTo(FramedPeer.TAG);
                    client.serve(request, CONTENT);
                    client.untilClosed();
                  }
                });
        FileClient client = client(trusting(authority))) {
      RetryPolicy quick = new RetryPolicy(2, 1, 1, Long.MAX_VALUE, false);
      DownloadResult result = Downloads.success(start(client, server.file("source"), quick));

      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void whatCameInTheClearIsNotGoneOnWith() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              int id = client.receive(FileRequest.class).id();
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 2);
            })) {
      RemoteFile plain = server.file("source");
      RemoteFile secure = secure(plain);
      assertThat(failure(plain, ClientSecurity.STANDARD).verifiedBytes()).isPositive();

      assertThat(secure.identity()).isNotEqualTo(plain.identity());
      assertThat(secure.server()).isNotEqualTo(plain.server());
    }
  }

  @Test
  void largeFileComesAsItIsAndNoFasterThanItIsTaken() throws Exception {
    int size = 64 * 1024 * 1024;
    Path served = Files.createDirectory(folder.resolve("served"));
    TestFiles.write(served.resolve("large"), size);
    Path copy = folder.resolve("copy");
    AtomicLong sentBytes = new AtomicLong();
    Pipe pipe = Pipe.open();
    ClientConfig config =
        ClientConfig.DEFAULT.toBuilder()
            .maxBufferedBytes(256 * 1024)
            .security(trusting(authority))
            .build();
    try (ServedFolder behind = ServedFolder.start(served);
        TlsServer server =
            TlsServer.infrontOf(behind, Settings.of(Certificates.server(authority)), sentBytes);
        FileClient client = FileClient.create(config);
        Pipe.SinkChannel sink = pipe.sink();
        InputStream reader = Channels.newInputStream(pipe.source())) {
      Download download =
          client.start(
              new DownloadRequest(server.file("large"), Target.stream(sink)),
              TransferListener.NONE);
      download.completion().whenComplete((result, failure) -> close(sink));
      Await.until("the first bytes are on their way", () -> sentBytes.get() > 0);
      // What the kernel keeps for both sides comes on top of the client's own limit.
      assertThat(Await.untilStill("the server", sentBytes::get)).isLessThan(size / 2);

      Files.copy(reader, copy);
      Downloads.success(download);
    }
    assertThat(Files.mismatch(served.resolve("large"), copy)).isEqualTo(-1);
  }

  private static void close(Pipe.SinkChannel sink) {
    try {
      sink.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void manyFilesShareAConnection() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    for (int i = 0; i < 200; i++) {
      TestFiles.write(served.resolve("file-" + i), 10_000 + i);
    }
    try (ServedFolder behind = ServedFolder.start(served);
        TlsServer server =
            TlsServer.infrontOf(behind, Settings.of(Certificates.server(authority)));
        FileClient client = client(trusting(authority))) {
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        downloads.add(start(client, server.file("file-" + i), RetryPolicy.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(Files.mismatch(served.resolve("file-" + i), folder.resolve("file-" + i)))
          .isEqualTo(-1);
    }
  }

  @Test
  void classicDialectHasNoTls() {
    RemoteFile secure = new RemoteFile(true, "server", 1, "f");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadRequest(secure, Target.file(target), Dialect.CLASSIC));
  }

  private static TlsServer serving(Settings settings) throws Exception {
    return TlsServer.framed(
        settings,
        client -> {
          client.serve(client.receive(FileRequest.class), CONTENT);
          client.untilClosed();
        });
  }

  private static RemoteFile secure(RemoteFile plain) {
    return new RemoteFile(true, plain.host(), plain.port(), plain.path());
  }

  private Path authorityFile() throws Exception {
    return Certificates.write(folder.resolveSibling("authority.pem"), authority);
  }

  private ClientSecurity trusting(X509Bundle trusted) throws Exception {
    Path file = Certificates.write(folder.resolveSibling("authority.pem"), trusted);
    return ClientSecurity.STANDARD.with(new ServerTrust.Authorities(file, null));
  }

  private ClientSecurity firstUse(Path hosts) {
    return ClientSecurity.STANDARD.with(new ServerTrust.FirstUse(hosts, added::add));
  }

  private static ClientSecurity knowing(Path hosts) {
    return ClientSecurity.STANDARD.with(new ServerTrust.Authorities(null, hosts));
  }

  private static FileClient client(ClientSecurity security) {
    return FileClient.create(ClientConfig.DEFAULT.toBuilder().security(security).build());
  }

  private Download start(FileClient client, RemoteFile source, RetryPolicy retry) {
    return client.start(
        new DownloadRequest(source, Target.file(folder.resolve(source.name())))
            .with(DownloadOptions.DEFAULT.withResume(true).withRetry(retry)),
        TransferListener.NONE);
  }

  /** A download that has ended, by a client of its own. */
  private Download download(RemoteFile source, ClientSecurity security) throws Exception {
    try (FileClient client = client(security)) {
      Download download =
          client.start(new DownloadRequest(source, Target.file(target)), TransferListener.NONE);
      download.completion().toCompletableFuture().handle((result, failure) -> 0).get();
      return download;
    }
  }

  private TransferException failure(RemoteFile source, ClientSecurity security) throws Exception {
    return Downloads.failure(download(source, security));
  }
}
