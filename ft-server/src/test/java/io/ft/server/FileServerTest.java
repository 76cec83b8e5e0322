package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server begins and ends. */
class FileServerTest {

  private Path folder;
  private Path root;
  private byte[] bytes;

  @BeforeEach
  void createFiles(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = folder.resolve("root");
    bytes = TestFiles.create(root.resolve("file"), 10_000);
  }

  @Test
  void clientsCanConnectAsSoonAsItHasStarted() throws Exception {
    try (TestServer server = TestServer.start(root);
        FramedClient client = server.framedClient()) {
      assertThat(server.address().getPort()).isPositive();
      assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void anyNumberOfServersRunSideBySide() throws Exception {
    try (TestServer one = TestServer.start(root);
        TestServer two = TestServer.start(root);
        FramedClient client = two.framedClient()) {
      assertThat(one.address()).isNotEqualTo(two.address());

      one.stop();

      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void portInUseIsABindException() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> startAt(server.address()).close());
    }
  }

  @Test
  void serverThatCannotListenLeavesNothingBehind() throws Exception {
    try (TestServer server = TestServer.start(root)) {
      int handles = OpenHandles.below(folder).size();
      int threads = serverThreads().size();

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> startAt(server.address()).close())
          .withMessageContaining("in use");

      assertThat(OpenHandles.below(folder)).hasSize(handles);
      Await.until("its threads have ended", () -> serverThreads().size() <= threads);
    }
  }

  @Test
  void rootMustBeAFolder() throws IOException {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> TestServer.start(folder.resolve("missing")));
    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(() -> TestServer.start(root.resolve("file")));
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @Test
  void closedServerListensNoMore() throws Exception {
    TestServer server = TestServer.start(root);
    InetSocketAddress address = server.address();
    server.close();

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close());
  }

  @Test
  void portOfAClosedServerIsFreeAtOnce() throws Exception {
    InetSocketAddress address;
    try (TestServer first = TestServer.start(root);
        FramedClient client = first.framedClient()) {
      client.fetch(1, "file");
      address = first.address();
    }
    startAt(address).close();
  }

  @Test
  void closeGivesBackRootAndThreads() throws Exception {
    TestServer server = TestServer.start(root);
    try (FramedClient client = server.framedClient()) {
      client.fetch(1, "file");
    }
    assertThat(serverThreads()).isNotEmpty();
    assertThat(OpenHandles.below(folder)).contains(root);

    server.close();

    assertThat(OpenHandles.below(folder)).isEmpty();
    Await.until("its threads have ended", () -> serverThreads().isEmpty());
  }

  @Test
  void closeTwiceDoesNoHarm() throws Exception {
    TestServer server = TestServer.start(root);

    server.close();
    server.close();
  }

  @RepeatedTest(10)
  void closeEndsTransfersAndGivesBackTheirFiles() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    TestServer server = TestServer.start(root, config -> config.blockSizeBytes(65_536));
    try (FramedClient first = server.slowFramedClient();
        FramedClient second = server.framedClient();
        FramedClient idle = server.framedClient()) {
      first.send(FramedClient.wholeFile(1, "large"), FramedClient.wholeFile(2, "large"));
      second.send(new FileRequest(1, "large"));
      second.next(Exists.class);
      first.awaitBytes();

      server.close();

      assertThat(OpenHandles.below(folder)).isEmpty();
      assertThat(idle.next()).isInstanceOf(Closed.class);
      assertThat(second.next()).isInstanceOf(Closed.class);
      assertThat(Sockets.drain(first.socket())).isInstanceOf(Closed.class);
    }
    assertThat(server.events().exchanges())
        .hasSize(3)
        .allMatch(report -> report.outcome() == Outcome.ABORTED);
  }

  @Test
  void listenerThatThrowsHarmsNoConnection() throws Exception {
    ServerEvents broken =
        new ServerEvents() {
          @Override
          public void exchangeEnded(ExchangeReport report) {
            throw new IllegalStateException("broken");
          }
        };
    try (CapturedLog log = CapturedLog.of("io.ft.server");
        FileServer server = FileServer.start(TestServer.config(root), broken);
        FramedClient client = FramedClient.connect(server.address())) {
      client.greet(FramedClient.HELLO);
      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
      assertThat(client.fetch(2, "file").bytes()).isEqualTo(bytes);

      assertThat(log.awaitMessage()).contains("listener");
    }
  }

  @Test
  void folderMayBeReplacedWhileItIsServed() throws Exception {
    try (TestServer server = TestServer.start(root);
        FramedClient client = server.framedClient()) {
      Files.move(root, folder.resolve("moved"));
      TestFiles.create(root.resolve("file"), 5);

      // It serves the folder that it was started with, or nothing; never the other one.
      Transfer transfer = client.fetch(1, "file");

      assertThat(transfer.bytes()).isIn(bytes, new byte[0]);
    }
  }

  private FileServer startAt(InetSocketAddress address) throws IOException {
    return FileServer.start(ServerConfig.of(root, address), new RecordingEvents());
  }

  private static List<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ft-"))
        .toList();
  }
}
