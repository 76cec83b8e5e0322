package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Exists;
import io.ft.codec.Message;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exchange has its slot for as long as a file is held open for it. */
class HeldFilesTest {

  private static final int FILES = 500;

  @Test
  void clientThatTakesNothingHoldsNoMoreFilesThanItHasSlots(@TempDir Path root) throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    TestFiles.create(root.resolve("small"), 2);
    try (TestServer server =
            TestServer.start(root, settings -> settings.exchanges(TestServer.exchanges(1_024)));
        FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.next(Exists.class);
      client.awaitBytes();
      // One byte each: all would fit into what a connection may have on its way.
      client.send(
          IntStream.rangeClosed(2, FILES)
              .mapToObj(id -> FramedClient.range(id, "small", 1, 1))
              .toArray(Message[]::new));

      Await.until("all have begun", () -> server.stats().runningExchanges() == FILES);
      assertThat(OpenHandles.below(root)).hasSizeLessThanOrEqualTo(FILES);

      Sockets.reset(client.socket());
      Await.until("all have ended", () -> server.stats().runningExchanges() == 0);
    }
  }
}
