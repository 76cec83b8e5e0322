package io.ft.client.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.ClientConfig;
import io.ft.client.Download;
import io.ft.client.DownloadOptions;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.RetryPolicy;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.client.testing.Await;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.client.torture.Fault.Direction;
import io.ft.client.torture.Fault.Lengths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network that cuts, damages, loses, doubles and delays, between a real client and a real server.
 * Whatever it does, a download ends with an exact copy or with an error that fits, and the next one
 * without a fault ends with an exact copy and leaves nothing else behind.
 */
@Tag("torture")
class NetworkTest {

  private static final int BLOCK_BYTES = 4096;
  private static final int SIZE = 3 * BLOCK_BYTES - 100;
  private static final byte[] CONTENT = TestFiles.content(SIZE);
  private static final int PARALLEL = 4;

  /** In a connection that resumes, this is in the second block. */
  private static final Fault HALF = new Fault.Cut(Direction.TO_CLIENT, 6_000, false);

  private Path root;
  private ServedFolder served;
  private Torture torture;
  private ExecutorService runners;

  /** How a run goes, apart from its fault. */
  private enum Kind {
    /** One attempt, nothing is there. */
    FRESH,
    /** One attempt, with an old target and one verified block of the new one. */
    RESUMED,
    /** Up to three more attempts. */
    RETRIED
  }

  @BeforeEach
  void setUp(@TempDir Path temp, TestInfo test) throws IOException {
    root = temp;
    served =
        ServedFolder.start(
            temp.resolve("served"), config -> config.withBlockSizeBytes(BLOCK_BYTES));
    served.file("source", SIZE);
    torture = new Torture("network " + test.getTestMethod().orElseThrow().getName());
    runners = Executors.newFixedThreadPool(PARALLEL);
  }

  @AfterEach
  void tearDown() throws IOException {
    runners.shutdownNow();
    served.close();
    torture.print();
    assertThat(TestFiles.openBelow(root)).isEmpty();
  }

  @Test
  void cutAtEveryByte() throws Exception {
    atEveryByte(direction -> at -> new Fault.Cut(direction, at, at % 3 == 2));
  }

  @Test
  void bitFlippedAtEveryByte() throws Exception {
    Random random = new Random(11);
    atEveryByte(direction -> at -> new Fault.Flip(direction, at, random.nextInt(8)));
  }

  @Test
  void anythingAtAnyTime() throws Exception {
    Random random = new Random(5);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < Torture.choose(200, 6_000); i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      runs.add(new Run(kind, Fault.random(random, lengths(kind))));
    }
    carryOut(runs);
  }

  private interface FaultIn {
    LongFunction<Fault> direction(Direction direction);
  }

  private void atEveryByte(FaultIn fault) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Direction direction : Direction.values()) {
        long length = lengths(kind).of(direction);
        for (long at = 0; at < length; at++) {
          if (Torture.isFull() || isInteresting(direction, at, length)) {
            runs.add(new Run(kind, fault.direction(direction).apply(at)));
          }
        }
      }
    }
    carryOut(runs);
  }

  /** In the short version: frames at the start and the end, and samples of everything. */
  private static boolean isInteresting(Direction direction, long at, long length) {
    int step = direction == Direction.TO_SERVER ? 5 : 127;
    return at % step == 0 || at < 30 || at > length - 12;
  }

  /** What goes over the connection that will have the fault, when it has none. */
  private Lengths lengths(Kind kind) throws Exception {
    Path folder = Files.createDirectories(root.resolve("measure-" + kind));
    try (FaultProxy proxy = FaultProxy.start(served.port(), HALF);
        FaultProxy direct = FaultProxy.start(served.port())) {
      if (kind == Kind.RESUMED) {
        attempt(folder, proxy, Kind.FRESH);
        Lengths before = proxy.lengths();
        attempt(folder, proxy, Kind.FRESH);
        Files.delete(folder.resolve("copy"));
        return new Lengths(
            proxy.lengths().toServer() - before.toServer(),
            proxy.lengths().toClient() - before.toClient());
      }
      attempt(folder, direct, Kind.FRESH);
      Files.delete(folder.resolve("copy"));
      return direct.lengths();
    }
  }

  private record Run(Kind kind, Fault fault) {}

  private void carryOut(List<Run> runs) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      Path folder = root.resolve("run-" + i);
      running.add(
          runners.submit(
              () -> {
                carryOut(run, folder);
                return null;
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    torture.count("runs", runs.size());
  }

  private void carryOut(Run run, Path folder) throws Exception {
    Files.createDirectory(folder);
    Path target = folder.resolve("copy");
    boolean resumed = run.kind() == Kind.RESUMED;
    Fault[] faults = resumed ? new Fault[] {HALF, run.fault()} : new Fault[] {run.fault()};
    try (FaultProxy proxy = FaultProxy.start(served.port(), faults)) {
      if (resumed) {
        Files.writeString(target, "old");
        assertThat(attempt(folder, proxy, Kind.FRESH)).isEqualTo(TransferError.ENDED_EARLY);
        assertThat(TestFiles.names(folder)).containsExactly("copy", "copy.part", "copy.part.state");
      }
      TransferError error = attempt(folder, proxy, run.kind());
      if (error == null) {
        assertThat(target).as("%s", run).hasBinaryContent(CONTENT);
        torture.count("whole at once");
      } else {
        assertThat(error).as("%s", run).isIn(expected(run));
        if (resumed) {
          assertThat(target).as("%s", run).hasContent("old");
        } else {
          assertThat(target).as("%s", run).doesNotExist();
        }
        torture.count("failed with " + error);
      }

      assertThat(attempt(folder, proxy, Kind.FRESH)).as("%s: the next", run).isNull();
      assertThat(target).as("%s: the next", run).hasBinaryContent(CONTENT);
      assertThat(TestFiles.names(folder)).as("%s: the next", run).containsExactly("copy");
      torture.count("whole in the end");
    }
    Files.delete(target);
    Files.delete(folder);
  }

  /** Why the download failed; null if it did not. */
  private static @Nullable TransferError attempt(Path folder, FaultProxy proxy, Kind kind)
      throws Exception {
    RetryPolicy retry =
        kind == Kind.RETRIED ? new RetryPolicy(3, 1, 1, Long.MAX_VALUE, false) : RetryPolicy.NONE;
    DownloadRequest request =
        new DownloadRequest(proxy.file("source"), Target.file(folder.resolve("copy")))
            .with(DownloadOptions.DEFAULT.withRetry(retry));
    ClientConfig impatient =
        ClientConfig.DEFAULT.withTimeoutsMillis(5_000, 700, 700).withStall(700, 0);
    try (FileClient client = FileClient.create(impatient)) {
      Download download = client.start(request, TransferListener.NONE);
      download.completion().toCompletableFuture().get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        return failure.error();
      }
      throw e;
    }
  }

  /** The errors that fit a fault. With further attempts only those remain that are final. */
  private static Set<TransferError> expected(Run run) {
    Set<TransferError> errors = expected(run.fault());
    if (run.kind() == Kind.RETRIED) {
      errors.retainAll(EnumSet.of(TransferError.PROTOCOL));
    }
    return errors;
  }

  private static Set<TransferError> expected(Fault fault) {
    if (fault instanceof Fault.Cut) {
      return EnumSet.of(TransferError.ENDED_EARLY);
    }
    if (fault instanceof Fault.Flip) {
      // PROTOCOL: in the preface, which has no check.
      return EnumSet.of(TransferError.CHECKSUM_MISMATCH, TransferError.PROTOCOL);
    }
    if (fault instanceof Fault.Stall) {
      return EnumSet.of(TransferError.TIMED_OUT, TransferError.STALLED);
    }
    if (fault instanceof Fault.Drop || fault instanceof Fault.Duplicate) {
      return EnumSet.of(
          TransferError.CHECKSUM_MISMATCH,
          TransferError.PROTOCOL,
          TransferError.TIMED_OUT,
          TransferError.STALLED);
    }
    return EnumSet.noneOf(TransferError.class);
  }
}
