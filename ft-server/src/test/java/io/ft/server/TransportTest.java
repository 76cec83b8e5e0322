package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to the network carry both dialects. */
class TransportTest {

  @ParameterizedTest
  @EnumSource
  void filesComeOverEachTransport(Transport transport, @TempDir Path root) throws Exception {
    assumeTrue(transport != Transport.EPOLL || Epoll.isAvailable(), "no epoll here");
    byte[] bytes = TestFiles.create(root.resolve("file"), 5_000_001);
    try (StoreServer server =
            StoreServer.start(
                TestServer.config(root),
                ConfinedDirectory.open(root, StoreOptions.DEFAULT),
                transport);
        FramedClient framed = server.framedClient();
        ClassicClient classic = ClassicClient.connect(server.address())) {
      assertThat(framed.fetch(1, "file").bytes()).isEqualTo(bytes);
      classic.fetch("file", bytes);

      OpenHandles.awaitNone(root);
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedClientLeavesNoFileOpen(Transport transport, @TempDir Path root) throws Exception {
    assumeTrue(transport != Transport.EPOLL || Epoll.isAvailable(), "no epoll here");
    TestFiles.create(root.resolve("file"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (StoreServer server =
            StoreServer.start(
                TestServer.config(root),
                ConfinedDirectory.open(root, StoreOptions.DEFAULT),
                transport);
        FramedClient client = FramedClient.connectWithSmallBuffer(server.address())) {
      client.greet(FramedClient.HELLO);
      client.send(FramedClient.wholeFile(1, "file"));
      client.awaitBytes();

      Sockets.reset(client.socket());

      assertThat(server.events().awaitExchange().outcome())
          .isEqualTo(ExchangeReport.Outcome.ABORTED);
      OpenHandles.awaitNone(root);
    }
  }
}
