package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Certificates;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TlsServer;
import io.ft.client.testing.TlsServer.Settings;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.netty.pkitesting.X509Bundle;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that say whom to trust and what to show, and what is said when that goes wrong. */
class TlsOptionsTest {

  private Path folder;
  private Path authorityFile;
  private X509Bundle authority;
  private X509Bundle own;
  private ServedFolder served;
  private TlsServer server;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    folder = temp;
    authority = Certificates.authority();
    own = Certificates.server(authority);
    authorityFile = Certificates.write(temp.resolve("ca.pem"), authority);
    served = ServedFolder.start(temp.resolve("served"));
    served.file("a.txt", 1000);
    server = TlsServer.infrontOf(served, Settings.of(own));
  }

  @AfterEach
  void tearDown() throws Exception {
    server.close();
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "stat", "ls"})
  void everyCommandSpeaksTls(String command) throws Exception {
    FtRun run = ft(command, "--cacert", authorityFile.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void treesAndPatternsComeInsideOfTls() throws Exception {
    String url = "fts://localhost:" + server.port();
    assertThat(
            FtRun.of("get", "-r", "-O", folder + "", "--cacert", authorityFile + "", url + "/")
                .err())
        .isEmpty();
    assertThat(folder.resolve("a.txt")).hasSameBinaryContentAs(served.root().resolve("a.txt"));
    Files.delete(folder.resolve("a.txt"));

    assertThat(
            FtRun.of("get", "-O", folder + "", "--cacert", authorityFile + "", url + "/*.txt")
                .err())
        .isEmpty();
    assertThat(folder.resolve("a.txt")).exists();
    assertThat(FtRun.of("ls", "--json", "--cacert", authorityFile + "", url + "/").out())
        .contains("\"url\":\"fts://localhost:" + server.port() + "/a.txt\"");
  }

  @Test
  void unknownServerIs60AndTheWaysOutAreSaid() throws Exception {
    FtRun run = ft("get");

    assertThat(run.exitCode()).isEqualTo(60);
    assertThat(run.err())
        .isEqualTo(
            "ft: fts://localhost:"
                + server.port()
                + "/a.txt: cannot verify the server: no authority that is trusted here vouches for "
                + "its certificate; its key is "
                + Certificates.fingerprint(own)
                + " (if that is the right one: --pin KEY, --trust-first-use, or --cacert FILE)\n");
  }

  @Test
  void waysOutAreSaidOnlyWhereTheyLeadOut() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "localhost sha256:00\n");
    FtRun unreadable = ft("get", "--known-hosts", hosts.toString());
    assertThat(unreadable.exitCode()).isEqualTo(60);
    assertThat(unreadable.err())
        .contains(hosts + ":1: expected: HOST:PORT")
        .doesNotContain("if that is the right one");

    Files.writeString(hosts, "localhost:" + server.port() + " authority\n");
    FtRun known = ft("get", "--known-hosts", hosts.toString(), "--trust-first-use");
    assertThat(known.exitCode()).isEqualTo(60);
    assertThat(known.err()).endsWith(" (if that is the right one: --pin KEY, or --cacert FILE)\n");
  }

  @Test
  void pinnedKeyIsTrustedAndAnotherOneIs90() throws Exception {
    assertThat(ft("stat", "--pin", Certificates.fingerprint(own)).exitCode()).isZero();

    FtRun run = ft("stat", "--pin", "sha256:" + "0".repeat(64));
    assertThat(run.exitCode()).isEqualTo(90);
    assertThat(run.err()).contains("the server does not have the pinned key; its key is sha256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "stat", "ls"})
  void firstUseIsSaid(String command) throws Exception {
    String hosts = folder.resolve("hosts").toString();
    FtRun run = ft(command, "--trust-first-use", "--known-hosts", hosts);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "ft: localhost:%d is trusted from now on, by its key %s (added to %s)\n"
                .formatted(server.port(), Certificates.fingerprint(own), hosts));
    FtRun again = ft(command, "--known-hosts", hosts);
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).isEmpty();
  }

  @Test
  void severalCallsMayTrustAtOnce() throws Exception {
    Path hosts = folder.resolve("hosts");
    List<TlsServer> servers = new ArrayList<>();
    List<FtProcess> calls = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        servers.add(TlsServer.infrontOf(served, Settings.of(Certificates.selfSignedServer())));
      }
      for (TlsServer each : servers) {
        calls.add(
            FtProcess.start(
                folder,
                "stat",
                "--trust-first-use",
                "--known-hosts",
                hosts.toString(),
                "fts://localhost:" + each.port() + "/a.txt"));
      }
      for (FtProcess call : calls) {
        assertThat(call.exitCode()).as(call.errors()).isZero();
      }
    } finally {
      for (FtProcess call : calls) {
        call.close();
      }
      for (TlsServer each : servers) {
        each.close();
      }
    }
    assertThat(Files.readAllLines(hosts)).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void authoritiesThatCannotBeReadAre77() throws Exception {
    FtRun missing = ft("get", "--cacert", folder.resolve("missing.pem").toString());
    assertThat(missing.exitCode()).isEqualTo(77);
    assertThat(missing.err())
        .contains("cannot read the authorities: no such file: " + folder.resolve("missing.pem"));

    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    assertThat(ft("get", "--cacert", empty.toString()).exitCode()).isEqualTo(77);
  }

  @Test
  void certificateThatCannotBeUsedIs58() throws Exception {
    X509Bundle client = Certificates.client(authority);
    String chain = Certificates.writeChain(folder.resolve("client.pem"), client).toString();
    Path key = Certificates.writeKey(folder.resolve("client.key"), client);
    Path other = Certificates.writeKey(folder.resolve("other.key"), Certificates.client(authority));
    String ca = authorityFile.toString();

    assertThat(ft("get", "--cacert", ca, "--cert", chain, "--key", key.toString()).exitCode())
        .isZero();

    FtRun wrong = ft("get", "--cacert", ca, "--cert", chain, "--key", other.toString());
    assertThat(wrong.exitCode()).isEqualTo(58);
    assertThat(wrong.err()).contains(other + " is not the key of the certificate in " + chain);

    FtRun without = ft("get", "--cacert", ca, "--cert", chain);
    assertThat(without.exitCode()).isEqualTo(58);

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    FtRun open = ft("get", "--cacert", ca, "--cert", chain, "--key", key.toString());
    assertThat(open.exitCode()).isEqualTo(58);
    assertThat(open.err())
        .contains("others have access to " + key + " (rw-r-----); take it from them: chmod 600");

    Files.writeString(other, client.getPrivateKeyPEM().replace("PRIVATE", "ENCRYPTED PRIVATE"));
    assertThat(ft("get", "--cert", chain, "--key", other.toString()).err())
        .contains("is encrypted; decrypt it: openssl pkey -in FILE");
    Files.writeString(other, client.getPrivateKeyPEM().replace("PRIVATE", "RSA PRIVATE"));
    assertThat(ft("get", "--cert", chain, "--key", other.toString()).err())
        .contains("is not PKCS #8; convert it: openssl pkey -in FILE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keyMayBeInTheFileOfTheCertificate(boolean keyFirst) throws Exception {
    X509Bundle client = Certificates.client(authority);
    String key = client.getPrivateKeyPEM();
    String chain = client.getCertificatePathPEM();
    Path both = secret("both.pem", keyFirst ? key + chain : "A certificate:\n" + chain + key);
    try (TlsServer demanding = TlsServer.infrontOf(served, Settings.of(own).demanding(authority))) {
      String url = "fts://localhost:" + demanding.port() + "/a.txt";
      FtRun run = FtRun.of("stat", "--cacert", authorityFile + "", "--cert", both + "", url);

      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fileOfAuthoritiesMayHaveOtherThingsInIt(boolean keyFirst) throws Exception {
    String key = authority.getPrivateKeyPEM();
    String certificate = authority.getRootCertificatePEM();
    Path both = secret("both.pem", keyFirst ? key + certificate : certificate + key);

    FtRun run = ft("stat", "--cacert", both.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void certificateThatIsCutShortIsDamaged() throws Exception {
    String pem = authority.getRootCertificatePEM();
    Path file =
        Files.writeString(folder.resolve("short.pem"), pem + pem.substring(0, pem.length() / 2));

    FtRun run = ft("stat", "--cacert", file.toString());
    assertThat(run.exitCode()).isEqualTo(77);
    assertThat(run.err()).contains("a certificate in " + file + " is damaged: it has no end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pin", "--cert", "--trust-first-use"})
  void trustForAUrlWithoutTlsIsWrongUsage(String option) {
    List<String> arguments = new ArrayList<>(List.of(option));
    if (!option.equals("--trust-first-use")) {
      arguments.add(option.equals("--pin") ? "sha256:" + "0".repeat(64) : "file");
    }
    arguments.add("ft://127.0.0.1:" + served.port() + "/a.txt");
    for (String command : List.of("get", "stat", "ls")) {
      List<String> call = new ArrayList<>(List.of(command));
      call.addAll(arguments);
      FtRun run = FtRun.of(call.toArray(new String[0]));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains("/a.txt: " + option + " is for fts URLs alone")
          .hasLineCount(1);
    }
  }

  @Test
  void whatIsSetForAllCallsIsNotUsedWithoutTls() throws Exception {
    String url = "ft://127.0.0.1:" + served.port() + "/a.txt";
    Map<String, String> environment =
        Map.of(
            "FT_TRUST_FIRST_USE", "true",
            "FT_CERT", "missing.pem",
            "FT_TOKEN_FILE", "missing",
            "FT_TOKEN_FOR", "127.0.0.1:" + served.port());

    assertThat(FtMain.run(new String[] {"stat", url}, environment)).isZero();
  }

  @Test
  void tokenThatIsSetForAllCallsGoesToTheServersThatAreNamed() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    String file = secret("token", "s3cret\n").toString();
    try (TlsServer asking = answering(token)) {
      String[] call = {
        "get",
        "-O",
        folder + "",
        "--cacert",
        authorityFile + "",
        "fts://localhost:" + asking.port() + "/a.txt"
      };
      assertThat(FtMain.run(call, Map.of("FT_TOKEN_FILE", file))).isEqualTo(2);
      assertThat(asking.connections()).isZero();

      String server = "localhost:" + asking.port();
      assertThat(FtMain.run(call, Map.of("FT_TOKEN_FILE", file, "FT_TOKEN_FOR", server))).isZero();
    }
    assertThat(token).hasValue("s3cret");
  }

  @Test
  void tokenForSeveralServersHasToSayForWhich() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    AtomicReference<String> otherToken = new AtomicReference<>();
    String file = secret("token", "s3cret\r\n").toString();
    try (TlsServer asking = answering(token);
        TlsServer other = answering(otherToken)) {
      List<String> call =
          List.of("get", "-O", folder + "", "--cacert", authorityFile + "", "--token-file", file);
      List<String> urls =
          List.of(
              "fts://localhost:" + asking.port() + "/a.txt",
              "fts://localhost:" + other.port() + "/b.txt");
      FtRun run = run(List.of(call, urls));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("a token goes to one server");
      assertThat(asking.connections() + other.connections()).isZero();

      FtRun wrong = run(List.of(call, List.of("--token-for", "LOCALHOST:1"), urls));
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).contains("--token-for names no server of this call");

      FtRun named = run(List.of(call, List.of("--token-for", "LOCALHOST:" + asking.port()), urls));
      assertThat(named.exitCode()).as(named.err()).isZero();
    }
    assertThat(token).hasValue("s3cret");
    assertThat(otherToken).hasValue("");
  }

  private static FtRun run(List<List<String>> arguments) {
    return FtRun.of(arguments.stream().flatMap(List::stream).toArray(String[]::new));
  }

  @Test
  void tokenIsOneLineOfStandardInput() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    InputStream before = System.in;
    // It stays open, as a terminal does.
    try (PipedOutputStream typed = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(typed);
        TlsServer asking = answering(token)) {
      typed.write("s3cret\nmore".getBytes(UTF_8));
      System.setIn(in);
      String url = "fts://localhost:" + asking.port() + "/a.txt";
      FtRun run =
          run(
              List.of(
                  List.of("get", "-O", folder + "", "--cacert", authorityFile + ""),
                  List.of("--token-file", "-", url)));
      assertThat(run.exitCode()).as(run.err()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(token).hasValue("s3cret");
  }

  @Test
  void tokenHasNoWhiteSpaceAndNoControls() throws Exception {
    int number = 0;
    for (String wrong : List.of("a b", "a\n\n", " a", "a\t", "\uFEFFa", "a\u00A0", "a\r")) {
      Path file = secret("token-" + number++, wrong);
      assertUsage("a token with white space", "--token-file", file.toString());
    }
  }

  @Test
  void classicHasNoTokens() throws Exception {
    FtRun run =
        FtRun.of(
            "get",
            "--classic",
            "--token-in-clear",
            "--token-file",
            secret("token", "s3cret").toString(),
            "ft://127.0.0.1:" + served.port() + "/a.txt");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--classic has no tokens");
  }

  @Test
  void demandedCertificateThatIsMissingIs35() throws Exception {
    try (TlsServer demanding = TlsServer.infrontOf(served, Settings.of(own).demanding(authority))) {
      FtRun run =
          FtRun.of(
              "stat",
              "--retry",
              "0",
              "--cacert",
              authorityFile.toString(),
              "fts://localhost:" + demanding.port() + "/a.txt");

      assertThat(run.exitCode()).isEqualTo(35);
      assertThat(run.err()).contains("the server demands a certificate of the client (");
    }
  }

  @Test
  void serverWithoutTlsIs35() throws Exception {
    FtRun run = FtRun.of("stat", "--retry", "0", "fts://127.0.0.1:" + served.port() + "/a.txt");

    assertThat(run.exitCode()).isEqualTo(35);
    assertThat(run.err()).contains("closed the connection during the TLS handshake");
  }

  @Test
  void tokenGoesToTheServer() throws Exception {
    AtomicReference<String> token = new AtomicReference<>();
    Path file = secret("token", "s3cret\n");
    try (TlsServer asking = answering(token)) {
      String url = "fts://localhost:" + asking.port() + "/a.txt";
      FtRun run =
          FtRun.of(
              "get",
              "-O",
              folder + "",
              "--cacert",
              authorityFile + "",
              "--token-file",
              file + "",
              url);

      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(token).hasValue("s3cret");
  }

  private TlsServer answering(AtomicReference<String> token) throws Exception {
    return TlsServer.start(
        Settings.of(own),
        (raw, tls) -> {
          try (FramedPeer client = FramedPeer.of(tls)) {
            token.set(client.greet().token());
            client.serve(client.receive(FileRequest.class), new byte[10]);
            client.untilClosed();
          }
        });
  }

  @Test
  void refusedTokenIs67() throws Exception {
    try (TlsServer refusing =
        TlsServer.framed(
            Settings.of(own),
            client -> {
              client.send(
                  new Failure(Message.CONNECTION, ErrorCode.UNAUTHORIZED, "a token, please"));
              client.untilClosed();
            })) {
      FtRun run =
          FtRun.of(
              "stat", "--cacert", authorityFile + "", "fts://localhost:" + refusing.port() + "/a");

      assertThat(run.exitCode()).isEqualTo(67);
      assertThat(run.err()).endsWith(": the server says: a token, please (see --token-file)\n");
    }
  }

  @Test
  void tokenDoesNotGoInTheClearUnlessThatIsSaid() throws Exception {
    AtomicReference<String> token = new AtomicReference<>("none");
    Path file = secret("token", "s3cret");
    try (ScriptedServer plain =
        ScriptedServer.ungreeted(
            client -> {
              token.set(client.greet().token());
              client.serve(client.receive(FileRequest.class), new byte[10]);
              client.untilClosed();
            })) {
      String url = "ft://127.0.0.1:" + plain.port() + "/a.txt";
      for (String command : List.of("get", "stat", "ls")) {
        FtRun run = FtRun.of(command, "--token-file", file.toString(), url);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a token goes to fts URLs alone").hasLineCount(1);
      }
      assertThat(plain.connections()).isZero();

      FtRun run =
          FtRun.of("get", "-O", folder + "", "--token-file", file + "", "--token-in-clear", url);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(token).hasValue("s3cret");
  }

  @Test
  void tokenFileHasToBePrivateAndHaveAToken() throws Exception {
    Path open = Files.writeString(folder.resolve("open"), "s3cret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    assertUsage("others have access to " + open, "--token-file", open.toString());
    assertUsage("no such file", "--token-file", folder.resolve("missing").toString());
    assertUsage("a token of 0 bytes", "--token-file", secret("empty", "\n").toString());
    assertUsage(
        "a token of 1025 bytes", "--token-file", secret("long", "x".repeat(1025)).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--trust-first-use --cacert x, --trust-first-use is for servers",
    "--key x, --key is for the certificate of --cert",
    "--token-in-clear, --token-in-clear is for the token",
    "--pin x, no fingerprint: x"
  })
  void optionsThatDoNotGoTogetherAreWrongUsage(String options, String problem) {
    assertUsage(problem, options.split(" "));
  }

  @Test
  void classicHasNoTls() {
    FtRun run = FtRun.of("get", "--classic", "fts://localhost:" + server.port() + "/a.txt");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("/a.txt: --classic has no TLS");
    assertThat(server.connections()).isZero();
  }

  @Test
  void standardInputIsReadOnce() {
    FtRun run = FtRun.of("get", "--token-file", "-", "--files-from", "-");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("both want standard input");
  }

  private void assertUsage(String problem, String... options) {
    for (String command : List.of("get", "stat", "ls")) {
      FtRun run = ft(command, options);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(problem).hasLineCount(1);
    }
    assertThat(server.connections()).isZero();
  }

  private Path secret(String name, String content) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private FtRun ft(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, "--retry", "0"));
    if (command.equals("get")) {
      arguments.addAll(List.of("-O", folder.toString()));
    }
    arguments.addAll(List.of(options));
    arguments.add("fts://localhost:" + server.port() + "/a.txt");
    return FtRun.of(arguments.toArray(new String[0]));
  }
}
