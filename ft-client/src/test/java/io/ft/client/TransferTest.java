package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.store.Destination;
import io.ft.client.store.Range;
import io.ft.client.store.Source;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a destination does, the download hears of its end. */
class TransferTest {

  private final Download download = new Download();

  @Test
  void errorAtTheEndIsTheEnd() throws Exception {
    Transfer transfer = transfer(new Failing(new AssertionError("commit"), null));
    transfer.opened(FramedPeer.exists(1, 0), new Destination.Opening(0, null));

    transfer.attemptEnded(null, false);

    assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.INTERNAL);
  }

  @Test
  void targetThatCannotBeGivenBackHidesNoFailure() throws Exception {
    Transfer transfer = transfer(new Failing(null, new IllegalStateException("close")));

    transfer.attemptEnded(new TransferException(TransferError.NOT_FOUND, "none"), false);

    assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.NOT_FOUND);
  }

  private Transfer transfer(Destination destination) {
    RemoteFile source = new RemoteFile("host", 1, "source");
    return new Transfer(
        new DownloadRequest(source, Target.file(Path.of("copy"))),
        destination,
        TransferListener.NONE,
        download,
        new Transfer.Host() {
          @Override
          public void ask(Transfer transfer, Tag tag, Receiver receiver) {
            throw new AssertionError("nothing is asked for");
          }

          @Override
          public void later(Runnable step, long pauseMillis) {
            throw new AssertionError("nothing is tried again");
          }

          @Override
          public void ended(Transfer transfer) {
            // nothing to give back
          }

          @Override
          public ServerHistory history(Server server) {
            return new ServerHistory();
          }
        });
  }

  /** A destination that throws what it is told to. */
  private record Failing(@Nullable Error atCommit, @Nullable RuntimeException atClose)
      implements Destination {

    @Override
    public Tag expectedTag() {
      return Tag.NONE;
    }

    @Override
    public void forget(String reason) {
      // nothing is here
    }

    @Override
    public Opening open(Source source) {
      return new Opening(0, null);
    }

    @Override
    public @Nullable Range missing() {
      return null;
    }

    @Override
    public void write(long offset, ByteBuf content) {
      content.release();
    }

    @Override
    public void blockVerified(long offset, int length, int checksum) {
      // nothing to count
    }

    @Override
    public boolean blockDamaged(long offset, int length) {
      return true;
    }

    @Override
    public boolean canGoOn() {
      return true;
    }

    @Override
    public void commit(@Nullable Instant modified) {
      if (atCommit != null) {
        throw atCommit;
      }
    }

    @Override
    public void close(boolean keep) {
      if (atClose != null) {
        throw atClose;
      }
    }

    @Override
    public long durableBytes() {
      return 0;
    }
  }
}
