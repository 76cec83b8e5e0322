package io.ft.client.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.Download;
import io.ft.client.DownloadOptions;
import io.ft.client.DownloadRequest;
import io.ft.client.DownloadResult;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.RetryPolicy;
import io.ft.client.Target;
import io.ft.client.TransferListener;
import io.ft.client.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server again and again during one download, which finishes by itself. */
@Tag("torture")
class KilledServerTest {

  private static final int MIB = 1024 * 1024;
  private static final Torture TORTURE = new Torture("killed server");

  private final Random random = new Random(7);

  @AfterAll
  static void print() {
    TORTURE.print();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void downloadFinishesByItself(@TempDir Path temp) throws Exception {
    int size = Torture.choose(120, 1000) * MIB;
    int kills = Torture.choose(2, 25);
    Path root = Files.createDirectory(temp.resolve("served"));
    TestFiles.write(root.resolve("source"), size);
    Path target = temp.resolve("copy");
    ChildProcess server = serve(root, 0);
    int port = Integer.parseInt(String.valueOf(server.readLine()));
    RemoteFile source = new RemoteFile("127.0.0.1", port, "source");
    RetryPolicy patient = new RetryPolicy(1_000, 20, 100, Long.MAX_VALUE, false);
    Thresholds thresholds = new Thresholds(size, kills);
    try (FileClient client = FileClient.create()) {
      Download download =
          client.start(
              new DownloadRequest(source, Target.file(target))
                  .with(DownloadOptions.DEFAULT.withRetry(patient)),
              thresholds);
      for (int i = 0; i < kills; i++) {
        assertThat(thresholds.reached.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        server.kill();
        TORTURE.count("kills");
        server = serve(root, port);
        assertThat(server.readLine()).isEqualTo(String.valueOf(port));
      }
      DownloadResult result =
          download.completion().toCompletableFuture().get(120, TimeUnit.SECONDS);
      assertThat(result.retries()).isPositive();
      TORTURE.count("failed attempts", result.retries());
      TORTURE.count("MiB received for " + size / MIB, (int) (result.receivedBytes() / MIB));
    } finally {
      server.close();
    }
    assertThat(Files.mismatch(root.resolve("source"), target)).isEqualTo(-1);
    TORTURE.count("exact copies");
    assertThat(TestFiles.names(temp)).containsExactly("copy", "served");
  }

  private static ChildProcess serve(Path root, int port) throws Exception {
    return ChildProcess.start(ServeMain.class.getName(), root.toString(), String.valueOf(port));
  }

  /** Gives a permit each time that some more has come. */
  private final class Thresholds implements TransferListener {

    private final Semaphore reached = new Semaphore(0);
    private final long stepBytes;
    private long nextBytes;

    Thresholds(long sizeBytes, int kills) {
      stepBytes = sizeBytes / (kills + 1);
      nextBytes = random.nextLong(1, stepBytes);
    }

    @Override
    public void progressed(long receivedBytes, long verifiedBytes) {
      if (verifiedBytes >= nextBytes) {
        nextBytes += stepBytes;
        reached.release();
      }
    }
  }
}
