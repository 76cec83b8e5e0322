package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.store.PartStates;
import io.ft.client.testing.DiskTrial;
import io.ft.client.testing.DiskTrial.Outcome;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.client.testing.disk.Call;
import io.ft.client.testing.disk.Fault;
import io.ft.client.testing.disk.FaultPlan;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call that a download makes to its file system goes wrong once, one in each run: the target
 * is the old one or the new one, the failure is told, and the next download makes it good.
 *
 * <p>With the system property {@code ft.torture} set to {@code full} there are more runs.
 */
@org.junit.jupiter.api.Tag("torture")
class DiskFaultTest {

  private static final int BLOCK_BYTES = 4096;
  private static final int BLOCKS = 6;
  private static final byte[] CONTENT = TestFiles.content(BLOCKS * BLOCK_BYTES - 1000);
  private static final Set<Call> ANY = EnumSet.allOf(Call.class);
  private static final Set<Call> WRITE = EnumSet.of(Call.WRITE);

  /** What is there before the download whose calls go wrong. */
  enum Start {
    /** Nothing but an old target. */
    FRESH,
    /** Some blocks, which are believed. */
    RESUMED,
    /** Some blocks, which are read and compared. */
    COMPARED,
    /** Some blocks of which one is wrong, so that it is read back at the end. */
    DAMAGED,
    /** All blocks, so that only the end is missing. */
    ALL_HERE,
    /** Blocks of a version that the server no longer has. */
    OLD_VERSION
  }

  private static int runs;

  private Path temp;
  private ServedFolder served;
  private RemoteFile source;
  private FileClient client;
  private Tag tag;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    this.temp = temp;
    served =
        ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(BLOCK_BYTES));
    Files.write(served.root().resolve("source"), CONTENT);
    source = served.file("source");
    client = FileClient.create();
    DownloadRequest first = new DownloadRequest(source, Target.file(temp.resolve("first")));
    tag = Downloads.success(client.start(first, TransferListener.NONE)).tag();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  @AfterAll
  static void tellRuns() {
    System.out.println("DiskFaultTest: " + runs + " runs with a fault");
  }

  @ParameterizedTest
  @EnumSource
  void anyCallMayFail(Start start) throws Exception {
    eachCall(start, Durability.FULL, n -> FaultPlan.once(Fault.IO_ERROR, ANY, n));
  }

  @ParameterizedTest
  @EnumSource
  void anyCallMayFailWithoutForcing(Durability durability) throws Exception {
    eachCall(Start.RESUMED, durability, n -> FaultPlan.once(Fault.IO_ERROR, ANY, n));
  }

  /** From some call on the disk is gone. */
  @ParameterizedTest
  @EnumSource
  void diskMayDieAtAnyCall(Durability durability) throws Exception {
    eachCall(Start.FRESH, durability, n -> FaultPlan.from(Fault.IO_ERROR, ANY, n));
  }

  @ParameterizedTest
  @EnumSource
  void anyWriteMayFindNoRoom(Start start) throws Exception {
    eachCall(start, Durability.NONE, n -> FaultPlan.once(Fault.NO_SPACE, WRITE, n));
  }

  @ParameterizedTest
  @EnumSource
  void diskMayBeFullFromAnyWriteOn(Start start) throws Exception {
    eachCall(start, Durability.FILE, n -> FaultPlan.from(Fault.NO_SPACE, WRITE, n));
  }

  @ParameterizedTest
  @EnumSource
  void writesMayBeShort(Start start) throws Exception {
    DiskTrial trial = trial(start, Durability.NONE);

    assertThat(trial.run(FaultPlan.from(Fault.SHORT_WRITE, WRITE, 1)).failure()).isNull();
    runs++;
  }

  @Test
  void fullDiskIsSaidToBeFull() throws Exception {
    DiskTrial trial = trial(Start.FRESH, Durability.NONE);

    TransferException failure = trial.failure(FaultPlan.from(Fault.NO_SPACE, WRITE, 3));

    runs++;
    assertThat(failure.error()).isEqualTo(TransferError.DISK_FULL);
    // Two writes went well; a block may need more than one.
    assertThat(failure.verifiedBytes()).isLessThanOrEqualTo(2 * BLOCK_BYTES);
  }

  @Test
  void brokenDiskCannotBeWritten() throws Exception {
    DiskTrial trial = trial(Start.FRESH, Durability.NONE);

    TransferException failure = trial.failure(FaultPlan.from(Fault.IO_ERROR, WRITE, 3));

    runs++;
    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(failure).hasMessageContaining("Input/output error");
  }

  /** A block that was wrong when it was compared is read back after it has come again. */
  @Test
  void diskThatDamagesABlockTwiceIsToBlame() throws Exception {
    DiskTrial trial = trial(Start.DAMAGED, Durability.NONE);

    TransferException failure = trial.failure(FaultPlan.once(Fault.DAMAGE, WRITE, 1));

    runs++;
    assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
    assertThat(failure.culprit()).isEqualTo(Culprit.CLIENT);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  @EnabledIfSystemProperty(named = "ft.torture", matches = "full")
  void anyCallMayFailInAnyWay(Start start) throws Exception {
    for (Durability durability : Durability.values()) {
      for (Fault fault : EnumSet.of(Fault.IO_ERROR, Fault.NO_SPACE)) {
        eachCall(start, durability, n -> FaultPlan.once(fault, ANY, n));
        eachCall(start, durability, n -> FaultPlan.from(fault, ANY, n));
        for (Call call : Call.values()) {
          eachCall(start, durability, n -> FaultPlan.from(fault, EnumSet.of(call), n));
        }
      }
    }
  }

  /** A file that is so large that what has come is recorded before the end. */
  @ParameterizedTest
  @EnumSource
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  @EnabledIfSystemProperty(named = "ft.torture", matches = "full")
  void recordInTheMiddleMayFail(Durability durability) throws Exception {
    byte[] large = TestFiles.content(33 * 1024 * 1024);
    Files.write(served.root().resolve("large"), large);
    Set<Call> calls = EnumSet.complementOf(EnumSet.of(Call.READ, Call.WRITE));
    for (int n = 1; ; n++) {
      Path folder = Files.createTempDirectory(temp, "run");
      DiskTrial trial =
          new DiskTrial(client, served.file("large"), folder.resolve("copy"), large, durability);
      FaultPlan plan = FaultPlan.once(Fault.IO_ERROR, calls, n);
      if (trial.run(plan).struck().isEmpty()) {
        return;
      }
      runs++;
      Files.delete(folder.resolve("copy"));
    }
  }

  /** One run for each call of a download, and a last one that no fault was met in. */
  private void eachCall(Start start, Durability durability, IntFunction<FaultPlan> plans)
      throws Exception {
    for (int n = 1; ; n++) {
      Outcome outcome = trial(start, durability).run(plans.apply(n));
      if (outcome.struck().isEmpty()) {
        assertThat(outcome.failure()).isNull();
        return;
      }
      runs++;
    }
  }

  private DiskTrial trial(Start start, Durability durability) throws IOException {
    Path folder = Files.createTempDirectory(temp, "run");
    Path target = folder.resolve("copy");
    BitSet some = new BitSet();
    some.set(1);
    some.set(3);
    switch (start) {
      case FRESH -> {}
      case RESUMED -> leave(target, tag, some);
      case COMPARED -> {
        leave(target, tag, some);
        PartStates.claim(target, PartStates.OTHER_BOOT);
      }
      case DAMAGED -> {
        some.set(0, BLOCKS);
        leave(target, tag, some);
        damage(folder.resolve("copy.part"));
        PartStates.claim(target, PartStates.OTHER_BOOT);
      }
      case ALL_HERE -> {
        some.set(0, BLOCKS);
        leave(target, tag, some);
      }
      case OLD_VERSION -> leave(target, new Tag("0badcafe"), some);
    }
    return new DiskTrial(client, source, target, CONTENT, durability);
  }

  private void leave(Path target, Tag tag, BitSet blocks) throws IOException {
    PartStates.leave(target, source.identity(), tag, BLOCK_BYTES, CONTENT, blocks);
  }

  private static void damage(Path part) throws IOException {
    try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) ~CONTENT[BLOCK_BYTES]}), BLOCK_BYTES);
    }
  }
}
