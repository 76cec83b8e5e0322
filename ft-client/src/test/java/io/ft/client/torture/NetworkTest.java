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
import java.util.BitSet;
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

  /** What stands around the data of a block, and the frame of END behind the last one. */
  private static final int BLOCK_FRAME_BYTES = 24;

  private static final int END_FRAME_BYTES = 24;

  /** One in 100 of the bytes of a connection. */
  private static final BitSet SAMPLE = sample();

  private static final int PREFACE_BYTES = 4;
  private static final RetryPolicy RETRIES = new RetryPolicy(3, 1, 1, Long.MAX_VALUE, false);

  private static final ClientConfig IMPATIENT =
      ClientConfig.DEFAULT.toBuilder()
          .connectTimeoutMillis(5_000)
          .handshakeTimeoutMillis(700)
          .requestTimeoutMillis(700)
          .stallTimeoutMillis(700)
          .build();

  /** In a connection that resumes, this is in the second block. */
  private static final Fault HALF = new Fault.Cut(Direction.TO_CLIENT, 6_000, false);

  private Path root;
  private ServedFolder served;
  private Torture torture;
  private ExecutorService runners;

  /** How a run goes, apart from its fault. */
  private enum Kind {
    /** One attempt, nothing of the new file is there. */
    FRESH(false, false),
    /** One attempt, with one verified block of the new file. */
    RESUMED(true, false),
    /** Up to three more attempts. */
    RETRIED(false, true),
    /** Both. */
    RESUMED_AND_RETRIED(true, true);

    private final boolean resumes;
    private final boolean retries;

    Kind(boolean resumes, boolean retries) {
      this.resumes = resumes;
      this.retries = retries;
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  @BeforeEach
  void setUp(@TempDir Path temp, TestInfo test) throws IOException {
    root = temp;
    served =
        ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(BLOCK_BYTES));
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
    List<Lengths> lengths = lengths();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < Torture.choose(100, 6_000); i++) {
      int kind = i % KINDS.size();
      runs.add(
          new Run(KINDS.get(kind), Fault.random(random, lengths.get(kind)), random.nextBoolean()));
    }
    carryOut(runs);
  }

  private interface FaultIn {
    LongFunction<Fault> direction(Direction direction);
  }

  private void atEveryByte(FaultIn fault) throws Exception {
    List<Run> runs = new ArrayList<>();
    List<Lengths> lengths = lengths();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      for (Direction direction : Direction.values()) {
        long length = lengths.get(kind).of(direction);
        for (long at = 0; at < length; at++) {
          if (Torture.isFull() || isInShortVersion(kind, direction, at, length)) {
            boolean hasOldTarget = (at + kind) % 3 != 0;
            runs.add(new Run(KINDS.get(kind), fault.direction(direction).apply(at), hasOldTarget));
          }
        }
      }
    }
    carryOut(runs);
  }

  /**
   * The short version has every byte of the client, and of the server all frames and a sample of
   * the data between them; and each of these bytes in one kind of run, the next byte in the next.
   */
  private static boolean isInShortVersion(int kind, Direction direction, long at, long length) {
    if (at % KINDS.size() != kind) {
      return false;
    }
    // The greeting and the answer, the last check and END, and what stands between two blocks.
    return direction == Direction.TO_SERVER
        || at < 250
        || at > length - 100
        || Math.floorMod(at - lastHeader(length) + 8, BLOCK_BYTES + BLOCK_FRAME_BYTES) < 40
        || SAMPLE.get((int) at);
  }

  /** Where the header of the last block begins; those before it are whole blocks apart. */
  private static long lastHeader(long length) {
    int lastBlock = SIZE % BLOCK_BYTES;
    return length - END_FRAME_BYTES - lastBlock - BLOCK_FRAME_BYTES;
  }

  private static BitSet sample() {
    BitSet sample = new BitSet();
    new Random(3).ints(2 * SIZE / 100, 0, 2 * SIZE).forEach(sample::set);
    return sample;
  }

  /** What goes over the connection that will have the fault, when it has none, for each kind. */
  private List<Lengths> lengths() throws Exception {
    List<Lengths> lengths = new ArrayList<>();
    for (Kind kind : KINDS) {
      lengths.add(lengths(kind));
    }
    return lengths;
  }

  private Lengths lengths(Kind kind) throws Exception {
    Path folder = Files.createDirectories(root.resolve("measure-" + kind));
    try (FaultProxy proxy = FaultProxy.start(served.port(), HALF);
        FaultProxy direct = FaultProxy.start(served.port())) {
      if (kind.resumes) {
        assertThat(attempt(folder, proxy)).isEqualTo(TransferError.ENDED_EARLY);
        Lengths before = proxy.lengths();
        assertThat(attempt(folder, proxy)).isNull();
        Files.delete(folder.resolve("copy"));
        return new Lengths(
            proxy.lengths().toServer() - before.toServer(),
            proxy.lengths().toClient() - before.toClient());
      }
      assertThat(attempt(folder, direct)).isNull();
      Files.delete(folder.resolve("copy"));
      return direct.lengths();
    }
  }

  private record Run(Kind kind, Fault fault, boolean hasOldTarget) {}

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
    boolean resumed = run.kind().resumes;
    Fault[] faults = resumed ? new Fault[] {HALF, run.fault()} : new Fault[] {run.fault()};
    try (FaultProxy proxy = FaultProxy.start(served.port(), faults)) {
      if (run.hasOldTarget()) {
        Files.writeString(target, "old");
      }
      if (resumed) {
        assertThat(attempt(folder, proxy)).isEqualTo(TransferError.ENDED_EARLY);
        assertThat(TestFiles.names(folder)).contains("copy.part", "copy.part.state");
      }
      TransferError error = attempt(folder, proxy, run.kind().retries, config(run.fault()));
      if (error == null) {
        assertThat(mustFail(run)).as("%s does not notice", run).isFalse();
        assertThat(target).as("%s", run).hasBinaryContent(CONTENT);
        torture.count("whole at once");
      } else {
        assertThat(error).as("%s", run).isIn(expected(run));
        if (run.hasOldTarget()) {
          assertThat(target).as("%s", run).hasContent("old");
        } else {
          assertThat(target).as("%s", run).doesNotExist();
        }
        torture.count("failed with " + error);
      }

      assertThat(attempt(folder, proxy)).as("%s: the next", run).isNull();
      assertThat(target).as("%s: the next", run).hasBinaryContent(CONTENT);
      assertThat(TestFiles.names(folder)).as("%s: the next", run).containsExactly("copy");
      torture.count("whole in the end");
    }
    Files.delete(target);
    Files.delete(folder);
  }

  /**
   * Impatient only where bytes can be missing that are waited for. All else has to end by itself,
   * and must not fail because the machine is busy.
   */
  private static ClientConfig config(Fault fault) {
    boolean waits =
        fault instanceof Fault.Stall
            || fault instanceof Fault.Drop
            || fault instanceof Fault.Duplicate;
    return waits ? IMPATIENT : ClientConfig.DEFAULT;
  }

  /** Why one patient attempt failed; null if it did not. */
  private static @Nullable TransferError attempt(Path folder, FaultProxy proxy) throws Exception {
    return attempt(folder, proxy, false, ClientConfig.DEFAULT);
  }

  /** Why the download failed; null if it did not. */
  private static @Nullable TransferError attempt(
      Path folder, FaultProxy proxy, boolean retries, ClientConfig config) throws Exception {
    DownloadRequest request =
        new DownloadRequest(proxy.file("source"), Target.file(folder.resolve("copy")))
            .with(DownloadOptions.DEFAULT.withRetry(retries ? RETRIES : RetryPolicy.NONE));
    try (FileClient client = FileClient.create(config)) {
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

  /** Whether bytes that are needed never come, and nobody asks for them again. */
  private static boolean mustFail(Run run) {
    boolean ends = run.fault() instanceof Fault.Cut || run.fault() instanceof Fault.Stall;
    return ends && !run.kind().retries;
  }

  /** The errors that fit a fault. With further attempts only those remain that are final. */
  private static Set<TransferError> expected(Run run) {
    Set<TransferError> errors = expected(run.fault());
    if (run.kind().retries) {
      errors.retainAll(EnumSet.of(TransferError.PROTOCOL));
    }
    return errors;
  }

  private static Set<TransferError> expected(Fault fault) {
    if (fault instanceof Fault.Cut) {
      return EnumSet.of(TransferError.ENDED_EARLY);
    }
    if (fault instanceof Fault.Flip flip) {
      // The preface alone has no check.
      return EnumSet.of(
          flip.atByte() < PREFACE_BYTES ? TransferError.PROTOCOL : TransferError.CHECKSUM_MISMATCH);
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
