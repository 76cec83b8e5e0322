package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.End;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.server.testing.TestFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that reads all the time, but slowly. */
class SlowClientTest {

  private static final long IDLE_MILLIS = 1_000;

  /** So that one block takes much longer than the idle time, and some of it comes in each. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  @Test
  void clientThatTakesABlockSlowlyIsNotIdle(@TempDir Path root) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), Limits.MAX_BLOCK_BYTES);
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings
                        .blockSizeBytes(Limits.MAX_BLOCK_BYTES)
                        .timeouts(TestServer.timeouts(60_000, IDLE_MILLIS)));
        FramedClient client = FramedClient.connectWithSmallBuffer(server.address())) {
      client.sendBytes(FramedClient.encode(FramedClient.HELLO, FramedClient.wholeFile(1, "file")));
      client.pauseBetweenReads(PAUSE_NANOS);

      client.next(Hello.class);
      Transfer transfer = client.finish(1);

      assertThat(transfer.end()).isEqualTo(new End(1, bytes.length));
      assertThat(transfer.bytes()).isEqualTo(bytes);
    }
  }
}
