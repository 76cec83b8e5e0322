package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.codec.Entry;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A taker of entries that is slower than the server: the client holds no more than it may. */
class ListingBackPressureTest {

  private static final String LONG_NAME = "n".repeat(1_000);
  private static final int BATCH = 500;
  private static final int BATCHES = 120;
  private static final long ENTRIES = (long) BATCH * BATCHES;

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final CountDownLatch mayTake = new CountDownLatch(1);

  @Test
  void clientStopsReadingAndGoesOnLater() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(this::sendEntries);
        FileClient client =
            FileClient.create(
                Configs.maxBufferedBytes(1024 * 1024).toBuilder()
                    .stallTimeoutMillis(1_000)
                    .minBytesPerSecond(Long.MAX_VALUE)
                    .build())) {
      RemoteFolder folder = new RemoteFolder("127.0.0.1", server.port(), "");
      Listing listing = client.list(new ListingRequest(folder, false), this::take);

      // What the kernel keeps for both sides comes on top of the client's own limit.
      Await.until("the first entries are accepted", () -> accepted.get() > 0);
      assertThat(Await.untilStill("the server", accepted::get)).isLessThan(ENTRIES / 2);

      mayTake.countDown();
      assertThat(Downloads.success(listing).entries()).isEqualTo(ENTRIES);
      assertThat(taken).hasValue(ENTRIES);
    }
  }

  private void take(RemoteEntry entry) throws IOException {
    try {
      mayTake.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    taken.incrementAndGet();
  }

  private void sendEntries(FramedPeer peer) throws IOException {
    int id = peer.receive(ListRequest.class).id();
    Message[] batch = new Message[BATCH];
    for (int i = 0; i < BATCH; i++) {
      batch[i] =
          new Entry(id, Entry.Kind.FILE, 1, FramedPeer.MODIFIED, FramedPeer.TAG, LONG_NAME + i);
    }
    for (int i = 0; i < BATCHES; i++) {
      peer.send(batch);
      accepted.addAndGet(BATCH);
    }
    peer.send(new ListEnd(id, ENTRIES, 0));
    peer.untilClosed();
  }
}
