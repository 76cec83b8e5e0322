package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

  @Test
  void addressesOfOtherFamiliesAreNotUsed() throws Exception {
    assertNotResolved("127.0.0.1", Addresses.Family.IPV6, "no IPv6 address for host 127.0.0.1");
    assertNotResolved("::1", Addresses.Family.IPV4, "no IPv4 address for host ::1");
  }

  private static void assertNotResolved(String host, Addresses.Family family, String message)
      throws Exception {
    TransferException failure = failure(new RemoteFile(host, 1, "f"), new Addresses(family, null));

    assertThat(failure.error()).isEqualTo(TransferError.HOST_NOT_RESOLVED);
    assertThat(failure).hasMessage(message);
  }

  @Test
  void clientConnectsFromTheAddressThatItIsGiven() throws Exception {
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    BlockingQueue<InetAddress> peers = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        ScriptedServer.start(socket -> peers.add(socket.getInetAddress()))) {
      failure(server.file("f"), new Addresses(Addresses.Family.ANY, local));
    }
    assertThat(peers).containsExactly(local);
  }

  @Test
  void onlyAddressesOfTheFamilyOfTheLocalOneAreUsed() throws Exception {
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

    assertThat(failure(new RemoteFile("::1", 1, "f"), new Addresses(Addresses.Family.ANY, local)))
        .hasMessage("no IPv4 address for host ::1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Addresses(Addresses.Family.IPV6, local))
        .withMessage("127.0.0.1 is no IPv6 address, and only such are wanted");
  }

  @Test
  void addressOfAnotherMachineCannotBeConnectedFrom() throws Exception {
    // From a network for documentation, which no machine is in (RFC 5737).
    Addresses foreign =
        new Addresses(
            Addresses.Family.ANY, InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}));

    TransferException failure = failure(new RemoteFile("127.0.0.1", 1, "f"), foreign);

    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_BIND);
    assertThat(failure).hasMessageStartingWith("cannot connect from 192.0.2.1: ");
  }

  private static TransferException failure(RemoteFile file, Addresses addresses)
      throws InterruptedException {
    try (FileClient client =
        FileClient.create(ClientConfig.DEFAULT.toBuilder().addresses(addresses).build())) {
      return Downloads.failure(client.stat(file, false, RetryPolicy.NONE, Long.MAX_VALUE));
    }
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
