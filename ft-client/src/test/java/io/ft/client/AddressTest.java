package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.TestFiles;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to name a host. */
class AddressTest {

  private Path folder;
  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    root = temp.resolve("served");
    TestFiles.write(root.resolve("source"), 1000);
  }

  @Test
  void hostNameIsResolved() throws Exception {
    assertDownload("127.0.0.1", "localhost");
  }

  @Test
  void addressIsItself() throws Exception {
    assertDownload("127.0.0.1", "127.0.0.1");
  }

  @Test
  void addressOfIpVersion6IsItself() throws Exception {
    assumeTrue(canListenOn("::1"), "no IPv6 here");

    assertDownload("::1", "[::1]");
  }

  private void assertDownload(String listen, String host) throws Exception {
    InetSocketAddress address = new InetSocketAddress(listen, 0);
    try (FileServer server =
            FileServer.start(ServerConfig.of(root, address), new ServerEvents() {});
        FileClient client = FileClient.create()) {
      RemoteFile source =
          RemoteFile.parse("ft://" + host + ":" + server.address().getPort() + "/source");

      Downloads.success(
          client.start(
              new DownloadRequest(source, Target.file(folder.resolve("copy"))),
              TransferListener.NONE));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(TestFiles.content(1000));
  }

  private static boolean canListenOn(String address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
