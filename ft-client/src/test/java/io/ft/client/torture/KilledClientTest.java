package io.ft.client.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.TestFiles;
import io.ft.server.ExchangeReport;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the client at random moments, and then the same command again: the copy is
 * exact, and little is fetched twice.
 */
@Tag("torture")
class KilledClientTest {

  private static final long MIB = 1024 * 1024;

  /**
   * What a kill may cost: 16 MiB that were verified and not recorded, and what was on its way
   * through the buffers of both sides.
   */
  private static final long WINDOW_BYTES = 32 * MIB;

  private static final Torture TORTURE = new Torture("killed client");

  private final Random random = new Random(42);
  private final AtomicLong sentBytes = new AtomicLong();
  private long maxTwiceBytes;

  @AfterAll
  static void print() {
    TORTURE.print();
  }

  @Test
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void copyIsExactAndLittleIsFetchedTwice(@TempDir Path temp) throws Exception {
    long size = Torture.choose(100, 1024) * MIB + 12_345;
    int kills = Torture.choose(4, 200);
    Path root = Files.createDirectory(temp.resolve("served"));
    Path source = write(root.resolve("source"), size);
    Path folder = Files.createDirectory(temp.resolve("copies"));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (FileServer server = FileServer.start(ServerConfig.of(root, anyPort), new SentBytes())) {
      String url = "ft://127.0.0.1:" + server.address().getPort() + "/source";
      int killed = 0;
      while (killed < kills) {
        killed += download(url, source, folder, size);
      }
    }
    TORTURE.count("MiB fetched twice at the most for one kill", (int) (maxTwiceBytes / MIB));
  }

  /** One download with as many kills as come before it is complete; returns their number. */
  private int download(String url, Path source, Path folder, long size) throws Exception {
    Path target = folder.resolve("source");
    sentBytes.set(0);
    int kills = 0;
    while (!Files.exists(target)) {
      try (ChildProcess ft =
          ChildProcess.start("io.ft.client.cli.FtMain", "get", "-O", folder.toString(), url)) {
        if (killedAtRandom(ft, folder.resolve("source.part"), size)) {
          kills++;
          TORTURE.count("kills");
        } else {
          assertThat(ft.exitCode()).isZero();
        }
      }
    }
    // A process that is killed right behind the rename has left its record, which is no part.
    try (ChildProcess ft =
        ChildProcess.start("io.ft.client.cli.FtMain", "get", "-O", folder.toString(), url)) {
      assertThat(ft.exitCode()).isZero();
    }
    assertThat(Files.mismatch(source, target)).isEqualTo(-1);
    assertThat(folder.resolve("source.part")).doesNotExist();
    long twice = sentBytes.get() - size;
    if (kills > 0) {
      maxTwiceBytes = Math.max(maxTwiceBytes, twice / kills);
    }
    assertThat(twice).isBetween(0L, kills * WINDOW_BYTES);
    TORTURE.count("exact copies");
    for (String name : TestFiles.names(folder)) {
      Files.delete(folder.resolve(name));
    }
    return kills;
  }

  /**
   * Kills it when the part file has grown by a random number of bytes, or a random time later.
   *
   * @return false if it ended before
   */
  private boolean killedAtRandom(ChildProcess ft, Path part, long size) throws Exception {
    long momentBytes = length(part) + (long) (random.nextDouble() * size * 0.6);
    while (ft.isAlive() && length(part) < momentBytes) {
      LockSupport.parkNanos(200_000);
    }
    LockSupport.parkNanos(random.nextInt(3_000_000));
    boolean alive = ft.isAlive();
    if (alive) {
      ft.kill();
    }
    return alive;
  }

  private static long length(Path part) {
    return part.toFile().length();
  }

  private Path write(Path file, long size) throws IOException {
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
    return file;
  }

  private final class SentBytes implements ServerEvents {
    @Override
    public void exchangeEnded(ExchangeReport report) {
      sentBytes.addAndGet(report.bytesSent());
    }
  }
}
