package io.ft.client.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.ClientConfig;
import io.ft.client.DownloadOptions;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.RetryPolicy;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A source that is changed while it is fetched: the download says so, or has the whole old content,
 * and never a mix; the next one has the new content.
 *
 * <p>The change is made by the download's own listener, so it falls between two bytes; the file is
 * larger than all buffers on its way, so the server has not sent it all.
 */
@Tag("torture")
class SourceChangeTest {

  private static final int SIZE = 40_000_000;
  private static final byte[] OLD = TestFiles.content(SIZE);
  private static final byte[] REWRITTEN = TestFiles.content(SIZE + 1);
  private static final Torture TORTURE = new Torture("source change");

  private Path folder;
  private Path source;
  private ServedFolder served;
  private FileClient client;

  /** What happens to the source. */
  private enum Change {
    REPLACED {
      @Override
      void apply(Path source) throws IOException {
        Path next = Files.write(source.resolveSibling("next"), REWRITTEN);
        Files.move(next, source, StandardCopyOption.ATOMIC_MOVE);
      }
    },
    TRUNCATED {
      @Override
      void apply(Path source) throws IOException {
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.WRITE)) {
          file.truncate(SIZE / 3);
        }
      }
    },
    EMPTIED {
      @Override
      void apply(Path source) throws IOException {
        Files.write(source, new byte[0]);
      }
    },
    APPENDED {
      @Override
      void apply(Path source) throws IOException {
        Files.write(source, new byte[] {1}, StandardOpenOption.APPEND);
      }
    },
    REWRITTEN_IN_PLACE {
      @Override
      void apply(Path source) throws IOException {
        FileTime modified = Files.getLastModifiedTime(source);
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(REWRITTEN, 0, SIZE);
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        }
        Files.setLastModifiedTime(source, modified);
      }
    };

    abstract void apply(Path source) throws IOException;
  }

  @BeforeAll
  static void contentsDiffer() {
    assertThat(Arrays.mismatch(OLD, REWRITTEN)).isBetween(0, 8);
  }

  @AfterAll
  static void print() {
    TORTURE.print();
  }

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    served = ServedFolder.start(temp.resolve("served"));
    source = served.root().resolve("source");
    ClientConfig config = ClientConfig.DEFAULT;
    client = FileClient.create(config);
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  @ParameterizedTest
  @EnumSource
  void changeIsNoticedAndNeverMixed(Change change) throws Exception {
    int moments = Torture.choose(4, 60);
    for (int i = 0; i < moments; i++) {
      // The first right at the start, the last when all has come.
      attempt(change, (long) SIZE * i / (moments - 1));
    }
  }

  private void attempt(Change change, long momentBytes) throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old target");
    Files.write(source, OLD);
    String outcome = outcome(target, change, momentBytes);
    TORTURE.count(change + " " + outcome);

    Downloads.success(
        client.start(request(target, DownloadOptions.DEFAULT), TransferListener.NONE));
    assertThat(Files.mismatch(target, source)).as("%s at %d", change, momentBytes).isEqualTo(-1);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  private String outcome(Path target, Change change, long momentBytes) throws Exception {
    ChangingListener listener = new ChangingListener(change, momentBytes);
    RetryPolicy retry = new RetryPolicy(3, 1, 1, Long.MAX_VALUE, false);
    try {
      client
          .start(request(target, DownloadOptions.DEFAULT.withRetry(retry)), listener)
          .completion()
          .toCompletableFuture()
          .get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TransferException failure)) {
        throw e;
      }
      assertThat(failure.error())
          .as("%s at %d: %s", change, momentBytes, failure)
          .isEqualTo(TransferError.SOURCE_CHANGED);
      assertThat(target).hasContent("old target");
      assertThat(TestFiles.names(folder)).containsExactly("copy");
      return "noticed";
    }
    assertThat(listener.changed).isTrue();
    // All of it had been sent before.
    assertThat(target).hasBinaryContent(OLD);
    return "too late to matter";
  }

  private DownloadRequest request(Path target, DownloadOptions options) {
    return new DownloadRequest(served.file("source"), Target.file(target)).with(options);
  }

  /** Changes the source when so much of it has come. */
  private final class ChangingListener implements TransferListener {

    private final Change change;
    private final long momentBytes;
    private volatile boolean changed;

    ChangingListener(Change change, long momentBytes) {
      this.change = change;
      this.momentBytes = momentBytes;
    }

    @Override
    public void started(long sizeBytes) {
      progressed(0, 0);
    }

    @Override
    public void progressed(long receivedBytes, long verifiedBytes) {
      if (!changed && receivedBytes >= momentBytes) {
        changed = true;
        try {
          change.apply(source);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
