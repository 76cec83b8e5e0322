package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Tag;
import io.ft.server.security.TlsConfig;
import io.ft.server.security.TlsProvider;
import io.ft.server.security.TlsVersion;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that a server does, done inside of TLS. */
class TlsTransferTest {

  /** Around the sizes of records and reads; the last has several blocks. */
  private static final List<Integer> SIZES =
      List.of(0, 1, 100, 16_384, 16_385, 65_535, 65_536, 65_537, 131_073, 3_000_001);

  private static final int LARGE_BYTES = 3_000_001;

  private Path root;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates(@TempDir Path served, @TempDir Path secrets) throws Exception {
    root = served;
    certificates = Certificates.in(secrets);
  }

  static Stream<Arguments> kinds() {
    List<TlsProvider> providers = new ArrayList<>(List.of(TlsProvider.JDK));
    if (OpenSsl.isAvailable()) {
      providers.add(TlsProvider.OPENSSL);
    }
    return providers.stream()
        .flatMap(
            provider ->
                Arrays.stream(TlsVersion.values()).map(version -> Arguments.of(provider, version)));
  }

  @Test
  void bothProvidersAreTested() {
    assertThat(OpenSsl.isAvailable()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void filesOfAllSizesComeAsTheyAre(TlsProvider provider, TlsVersion version) throws Exception {
    for (int size : SIZES) {
      TestFiles.create(root.resolve("file" + size), size);
    }
    try (TestServer server = start(provider, version);
        FramedClient client = certificates.framedClient(server)) {
      assertThat(((SSLSocket) client.socket()).getSession().getProtocol())
          .isEqualTo(version == TlsVersion.TLS_1_2 ? "TLSv1.2" : "TLSv1.3");
      int id = 1;
      for (int size : SIZES) {
        Transfer transfer = client.fetch(id++, "file" + size);
        assertThat(transfer.end()).isEqualTo(new End(id - 1, size));
        assertThat(transfer.bytes()).isEqualTo(TestFiles.bytes(size, size));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void rangesComeAsTheyAre(TlsProvider provider, TlsVersion version) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), LARGE_BYTES);
    try (TestServer server = start(provider, version);
        FramedClient client = certificates.framedClient(server)) {
      int id = 1;
      for (int offset : List.of(0, 1, 65_536, 1_000_000, LARGE_BYTES - 1, LARGE_BYTES)) {
        client.send(FramedClient.range(id, "file", offset, 1_100_000));
        assertThat(client.finish(id++).bytes())
            .isEqualTo(
                Arrays.copyOfRange(bytes, offset, Math.min(LARGE_BYTES, offset + 1_100_000)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void classicDialectIsSpokenInside(TlsProvider provider, TlsVersion version) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), LARGE_BYTES);
    TestFiles.create(root.resolve("empty"), 0);
    try (TestServer server = start(provider, version)) {
      try (ClassicClient client = ClassicClient.over(certificates.connect(server.address()))) {
        client.fetch("file", bytes);
      }
      try (ClassicClient client = ClassicClient.over(certificates.connect(server.address()))) {
        client.fetch("empty", new byte[0]);
      }
      try (ClassicClient client = ClassicClient.over(certificates.connect(server.address()))) {
        client.send("nothing");
        assertThat(new String(client.receiveRest(), StandardCharsets.US_ASCII))
            .isEqualTo("NOT_EXISTS");
      }
    }
  }

  @Test
  void listingComesComplete() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(root.resolve("file" + i));
    }
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient client = certificates.framedClient(server)) {
      assertThat(Listing.of(client, 1, "").entries())
          .extracting(Entry::path)
          .hasSize(1_000)
          .contains("file0", "file999");
    }
  }

  @Test
  void manyFilesAtOnceComeAsTheyAre() throws Exception {
    int files = 60;
    for (int i = 0; i < files; i++) {
      TestFiles.create(root.resolve("file" + i), 7_000 * i);
    }
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient client = certificates.framedClient(server)) {
      for (int i = 0; i < files; i++) {
        client.send(FramedClient.wholeFile(i + 1, "file" + i));
      }
      List<byte[]> contents = new ArrayList<>();
      for (int i = 0; i < files; i++) {
        contents.add(new byte[7_000 * i]);
      }
      for (int ended = 0; ended < files; ) {
        Object next = client.next();
        if (next instanceof Block block) {
          assertThat(block.intact()).isTrue();
          byte[] content = contents.get(block.id() - 1);
          System.arraycopy(block.data(), 0, content, (int) block.offset(), block.length());
        } else if (next instanceof End) {
          ended++;
        }
      }
      for (int i = 0; i < files; i++) {
        assertThat(contents.get(i)).isEqualTo(TestFiles.bytes(7_000 * i, 7_000L * i));
      }
    }
  }

  @Test
  void digestOfALargeFileIsSent() throws Exception {
    TestFiles.create(root.resolve("file"), LARGE_BYTES);
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient client = certificates.framedClient(server)) {
      client.send(new FileRequest(1, "file", Tag.NONE, true, null));
      assertThat(client.next(Exists.class).sha256()).hasSize(64);
    }
  }

  @Test
  void pacedTransferComesAsItIs() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), 300_000);
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings
                        .security(certificates.security())
                        .rates(new RateLimits(2_000_000, 1_000_000)));
        FramedClient client = certificates.framedClient(server)) {
      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
    }
  }

  /** File data on its way to a slow client must not keep the server from reading. */
  @Test
  void slowClientIsStillHeard() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();
      client.send(new Cancel(1), new Ping(5));

      Transfer transfer = client.finish(1);
      assertThat(transfer.end()).isInstanceOf(Failure.class);
      assertThat(transfer.blocks().stream().mapToLong(Block::length).sum())
          .isLessThan(Sockets.MORE_THAN_BUFFERS_BYTES);
      assertThat(client.next(Pong.class).value()).isEqualTo(5);
    }
  }

  @Test
  void clientsThatDoNotReadTakeLittleMemory() throws Exception {
    int clients = 20;
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    List<FramedClient> waiting = new ArrayList<>();
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient reading = certificates.framedClient(server)) {
      for (int i = 0; i < clients; i++) {
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()));
        waiting.add(client);
        client.send(FramedClient.wholeFile(1, "large"));
        client.awaitBytes();
      }
      // By then they have long got all that they take.
      for (int id = 1; id <= 3; id++) {
        assertThat(reading.fetch(id, "large").bytes()).hasSize(Sockets.MORE_THAN_BUFFERS_BYTES);
      }

      assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory())
          .isLessThan(clients * 256L * 1024);
    } finally {
      for (FramedClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void endOfTheSendingSideInsideOfTlsIsTheEndOfTheConnection() throws Exception {
    try (TestServer server = start(TlsProvider.AUTO, TlsVersion.TLS_1_3);
        FramedClient client = certificates.framedClient(server)) {
      ((SSLSocket) client.socket()).shutdownOutput();
      assertThat(client.next()).isEqualTo(Sockets.Closed.ORDERLY);
      assertGone(server);
    }
  }

  @Test
  void serversOwnEndIsAnEndOfTls() throws Exception {
    try (TestServer server = start(TlsProvider.JDK, TlsVersion.TLS_1_2);
        Socket client = certificates.connect(server.address())) {
      client.getOutputStream().write(new byte[] {0, 'x', 'x', 'x'});
      assertThat(Sockets.drain(client)).isEqualTo(Sockets.Closed.ORDERLY);
      assertThat(server.events().awaitFailedConnection()).isNotEmpty();
    }
  }

  private static void assertGone(TestServer server) throws IOException {
    Await.until("the connection is gone", () -> server.stats().connections() == 0);
  }

  private TestServer start(TlsProvider provider, TlsVersion version) throws IOException {
    TlsConfig tls = certificates.config().withProvider(provider).withVersions(Set.of(version));
    return TestServer.start(
        root, settings -> settings.security(certificates.security().withTls(tls)));
  }
}
