package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.store.PartStates;
import io.ft.client.testing.Beginning;
import io.ft.client.testing.CancelAfter;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download makes of what an earlier one left, whatever happened to that in between. */
class ResumeTest {

  private static final int BLOCK_BYTES = 4096;
  private static final int SIZE = 512 * BLOCK_BYTES - 100;
  private static final int ENOUGH_BYTES = 40 * BLOCK_BYTES;
  private static final byte[] CONTENT = TestFiles.content(SIZE);
  private static final FileTime OTHER_TIME = FileTime.fromMillis(1_234_567_000);

  private Path elsewhere;
  private Path folder;
  private Path target;
  private Path part;
  private Path state;
  private ServedFolder served;
  private RemoteFile source;
  private FileClient client;
  private Beginning beginning;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    folder = Files.createDirectory(temp.resolve("copies"));
    target = folder.resolve("copy");
    part = folder.resolve("copy.part");
    state = folder.resolve("copy.part.state");
    served =
        ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(BLOCK_BYTES));
    source = served.file("source", SIZE);
    // So little is on its way at any time that no download ends before it is cancelled.
    client = FileClient.create(Configs.maxBufferedBytes(16 * BLOCK_BYTES));
    beginning = new Beginning();
  }

  @AfterEach
  void tearDown() throws IOException {
    assertThat(TestFiles.openBelow(folder)).isEmpty();
    client.close();
    served.close();
  }

  @Test
  void goesOnFromWhatWasVerified() throws Exception {
    int kept = interrupt();
    assertThat(TestFiles.names(folder)).containsExactly("copy.part", "copy.part.state");

    DownloadResult result = finish(CONTENT);

    assertResumed(result, kept);
    assertThat(result.verifiedBytes()).isEqualTo(SIZE);
  }

  @Test
  void goesOnAsOftenAsItIsInterrupted() throws Exception {
    long kept = interrupt();
    for (int run = 2; run <= 5; run++) {
      kept = CancelAfter.verified(client, request(), kept + ENOUGH_BYTES);
    }

    assertResumed(finish(CONTENT), kept);
  }

  @Test
  void anotherClientGoesOn() throws Exception {
    int kept = interrupt();
    client.close();
    client = FileClient.create();

    assertResumed(finish(CONTENT), kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {SIZE, SIZE / 2, 0, SIZE + 1})
  void ofAChangedSourceNothingIsKept(int newSize) throws Exception {
    interrupt();
    byte[] changed = TestFiles.content(newSize + 1);
    changed = Arrays.copyOf(changed, newSize);
    Files.write(served.root().resolve("source"), changed);

    assertAllFetched(finish(changed), newSize);

    assertThat(beginning.reasons()).containsExactly("the source has changed since");
  }

  @Test
  void ofAnotherBlockSizeNothingIsKept() throws Exception {
    DownloadResult whole = finish(CONTENT);
    Files.delete(target);
    beginning = new Beginning();
    BitSet all = new BitSet();
    all.set(0, 3);
    PartStates.leave(target, source.identity(), whole.tag(), 2 * BLOCK_BYTES, CONTENT, all);

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(beginning.reasons()).containsExactly("the server sends blocks of another size now");
  }

  @Test
  void ofAnotherUrlNothingIsKept() throws Exception {
    interrupt();
    Files.copy(served.root().resolve("source"), served.root().resolve("other"));
    source = served.file("other");

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(beginning.reasons()).containsExactly("what is there is of another source");
  }

  @Test
  void onRequestNothingIsKept() throws Exception {
    interrupt();

    assertAllFetched(
        finish(CONTENT, request().with(DownloadOptions.DEFAULT.withResume(false))), SIZE);
  }

  @Test
  void classicDialectKeepsNothing() throws Exception {
    interrupt();

    finish(CONTENT, new DownloadRequest(source, Target.file(target), Dialect.CLASSIC));
  }

  @Test
  void partThatHasGrownIsCut() throws Exception {
    int kept = interrupt();
    Files.write(part, new byte[3 * SIZE], StandardOpenOption.APPEND);

    assertResumed(finish(CONTENT), kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 10 * BLOCK_BYTES})
  void whatWasCutOffIsFetchedAgain(int cutBytes) throws Exception {
    int kept = interrupt();
    try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
      file.truncate(kept - cutBytes);
    }
    int blocks = (cutBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;

    assertResumed(finish(CONTENT), kept - blocks * BLOCK_BYTES);
  }

  @Test
  void emptiedPartIsFetchedAgain() throws Exception {
    interrupt();
    Files.write(part, new byte[0]);

    assertAllFetched(finish(CONTENT), SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, BLOCK_BYTES - 1, 17 * BLOCK_BYTES + 5, ENOUGH_BYTES - 1})
  void blockWithAnEditedByteIsFetchedAgain(int offset) throws Exception {
    int kept = interrupt();
    edit(part, offset);

    assertResumed(finish(CONTENT), kept - BLOCK_BYTES);
  }

  /** The edit is hidden as well as an editor can: the length and the time are as they were. */
  @Test
  void editWithAForgedTimeIsFound() throws Exception {
    int kept = interrupt();
    FileTime modified = Files.getLastModifiedTime(part);
    edit(part, BLOCK_BYTES);
    Files.setLastModifiedTime(part, modified);

    assertResumed(finish(CONTENT), kept - BLOCK_BYTES);
  }

  @Test
  void touchedPartIsCompared() throws Exception {
    int kept = interrupt();
    Files.setLastModifiedTime(part, OTHER_TIME);

    assertResumed(finish(CONTENT), kept);
  }

  @Test
  void deletedPartIsFetchedAgain() throws Exception {
    interrupt();
    Files.delete(part);

    assertAllFetched(finish(CONTENT), SIZE);
  }

  @Test
  void foreignFileInThePlaceOfThePartIsNotUsed() throws Exception {
    interrupt();
    Files.delete(part);
    TestFiles.write(part, SIZE - 1);

    assertAllFetched(finish(CONTENT), SIZE);
  }

  @Test
  void copyOfThePartIsCompared() throws Exception {
    int kept = interrupt();
    Path copy = Files.copy(part, elsewhere.resolve("copy"));
    Files.delete(part);
    Files.move(copy, part);

    assertResumed(finish(CONTENT), kept);
  }

  @Test
  void symbolicLinkInThePlaceOfThePartIsNotFollowed() throws Exception {
    interrupt();
    Path precious = Files.move(part, elsewhere.resolve("precious"));
    byte[] before = Files.readAllBytes(precious);
    Files.createSymbolicLink(part, precious);

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(precious).hasBinaryContent(before);
  }

  @Test
  void hardLinkInThePlaceOfThePartIsNotWrittenTo() throws Exception {
    interrupt();
    Path precious = Files.move(part, elsewhere.resolve("precious"));
    byte[] before = Files.readAllBytes(precious);
    Files.createLink(part, precious);

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(precious).hasBinaryContent(before);
  }

  /** What somebody did to the state file. */
  private interface Harm {
    void to(Path state, Path elsewhere) throws IOException;
  }

  static Stream<Harm> harms() {
    return Stream.of(
        (state, elsewhere) -> edit(state, 0),
        (state, elsewhere) -> edit(state, (int) Files.size(state) - 1),
        (state, elsewhere) -> edit(state, (int) Files.size(state) / 2),
        (state, elsewhere) -> Files.write(state, new byte[0]),
        (state, elsewhere) -> Files.write(state, new byte[1], StandardOpenOption.APPEND),
        (state, elsewhere) -> {
          try (FileChannel file = FileChannel.open(state, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
          }
        },
        (state, elsewhere) -> Files.write(state, TestFiles.content(10_000)),
        (state, elsewhere) -> {
          Files.delete(state);
          Files.createDirectory(state);
        },
        (state, elsewhere) ->
            Files.createSymbolicLink(state, Files.move(state, elsewhere.resolve("state"))),
        (state, elsewhere) -> {
          // As long as the largest state, and nothing in it.
          try (FileChannel file = FileChannel.open(state, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), 200L << 20);
          }
        },
        (state, elsewhere) -> {
          try (FileChannel file = FileChannel.open(state, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), 5L << 30);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("harms")
  void harmedStateIsNotBelieved(Harm harm) throws Exception {
    interrupt();
    harm.to(state, elsewhere);

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(beginning.reasons()).hasSize(1);
  }

  /**
   * A sudden end leaves a part file that nothing is known of: news if it is more than that costs.
   */
  @ParameterizedTest
  @CsvSource({"0, 0", "100000, 0", "16777216, 0", "16777217, 1"})
  void partWithoutARecordIsNotGoneOnWith(int partBytes, int words) throws Exception {
    try (FileChannel file =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (partBytes > 0) {
        file.write(ByteBuffer.allocate(1), partBytes - 1);
      }
    }

    assertAllFetched(finish(CONTENT), SIZE);

    assertThat(beginning.reasons()).hasSize(words);
  }

  @Test
  void linkedStateIsNotWrittenTo() throws Exception {
    interrupt();
    Path moved = Files.move(state, elsewhere.resolve("state"));
    byte[] before = Files.readAllBytes(moved);
    Files.createSymbolicLink(state, moved);

    finish(CONTENT);

    assertThat(moved).hasBinaryContent(before);
  }

  @Test
  void linkInThePlaceOfTheNextStateIsNotFollowed() throws Exception {
    Path precious = Files.writeString(elsewhere.resolve("precious"), "precious");
    Files.createSymbolicLink(folder.resolve("copy.part.state.new"), precious);

    int kept = interrupt();

    assertThat(precious).hasContent("precious");
    assertResumed(finish(CONTENT), kept);
  }

  @Test
  void afterAnotherBootRightBlocksAreKept() throws Exception {
    int kept = interrupt();
    PartStates.claim(target, PartStates.OTHER_BOOT);

    assertResumed(finish(CONTENT), kept);
  }

  /** Nothing but the boot id says that the machine may have lost what was written. */
  @ParameterizedTest
  @ValueSource(strings = {PartStates.OTHER_BOOT, ""})
  void afterAnotherBootWrongBlocksAreFetchedAgain(String bootId) throws Exception {
    int kept = interrupt();
    edit(part, 0);
    edit(part, 3 * BLOCK_BYTES);
    PartStates.claim(target, bootId);

    DownloadResult result = finish(CONTENT);

    assertResumed(result, kept - 2 * BLOCK_BYTES);
    assertThat(result.verifiedBytes()).isEqualTo(SIZE);
  }

  @Test
  void whateverHappenedTheTargetIsTheSource() throws Exception {
    Random random = new Random(6);
    for (int run = 0; run < 12; run++) {
      interrupt(1 + random.nextInt(ENOUGH_BYTES));
      for (int harm = random.nextInt(4); harm > 0; harm--) {
        int length = (int) Files.size(part);
        switch (random.nextInt(5)) {
          case 0 -> edit(state, random.nextInt((int) Files.size(state)));
          case 1 -> PartStates.claim(target, PartStates.OTHER_BOOT);
          case 2 -> {
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
              file.truncate(random.nextInt(length) + 1L);
            }
          }
          default -> edit(part, random.nextInt(length));
        }
        if (stateIsHarmed()) {
          break;
        }
      }
      finish(CONTENT);
      Files.delete(target);
    }
  }

  private boolean stateIsHarmed() {
    try {
      PartStates.check(target);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void completeTargetIsLeftAlone() throws Exception {
    finish(CONTENT);
    Object inode = Files.getAttribute(target, "unix:ino");
    beginning = new Beginning();

    DownloadResult result = finish(CONTENT);

    assertThat(result.receivedBytes()).isZero();
    assertThat(result.resumedBytes()).isEqualTo(SIZE);
    assertThat(beginning.allResumed()).containsExactly((long) SIZE);
    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void recordThatOutlivedItsPartFileIsRemoved() throws Exception {
    interrupt();
    byte[] state = Files.readAllBytes(folder.resolve("copy.part.state"));
    finish(CONTENT);
    Files.write(folder.resolve("copy.part.state"), state);

    DownloadResult result = finish(CONTENT);

    assertThat(result.receivedBytes()).isZero();
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void completeTargetIsMadeDurableOnRequest() throws Exception {
    finish(CONTENT);

    DownloadResult result =
        finish(CONTENT, request().with(DownloadOptions.DEFAULT.withDurability(Durability.FULL)));

    assertThat(result.receivedBytes()).isZero();
    assertThat(result.durableBytes()).isEqualTo(SIZE);
  }

  @Test
  void completeEmptyTargetIsLeftAlone() throws Exception {
    Files.write(served.root().resolve("source"), new byte[0]);
    finish(new byte[0]);
    Object inode = Files.getAttribute(target, "unix:ino");

    assertThat(finish(new byte[0]).receivedBytes()).isZero();

    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void completeTargetOfAnOldVersionIsReplacedWithoutAWord() throws Exception {
    finish(CONTENT);
    beginning = new Beginning();
    byte[] changed = TestFiles.content(SIZE - 1);
    Files.write(served.root().resolve("source"), changed);

    assertAllFetched(finish(changed), SIZE - 1);

    assertThat(beginning.reasons()).isEmpty();
  }

  @Test
  void completeTargetIsFetchedAgainOnRequest() throws Exception {
    finish(CONTENT);

    assertAllFetched(
        finish(CONTENT, request().with(DownloadOptions.DEFAULT.withResume(false))), SIZE);
  }

  @Test
  void touchedTargetIsFetchedAgain() throws Exception {
    finish(CONTENT);
    Files.setLastModifiedTime(target, OTHER_TIME);

    assertAllFetched(finish(CONTENT), SIZE);
  }

  @Test
  void editedTargetIsFetchedAgain() throws Exception {
    finish(CONTENT);
    edit(target, 5);

    assertAllFetched(finish(CONTENT), SIZE);
  }

  @Test
  void targetOfAnOldVersionIsFetchedAgain() throws Exception {
    finish(CONTENT);
    byte[] changed = CONTENT.clone();
    changed[0] ^= 1;
    Files.write(served.root().resolve("source"), changed);

    assertAllFetched(finish(changed), SIZE);
  }

  private int interrupt() throws InterruptedException {
    return interrupt(ENOUGH_BYTES);
  }

  /** Leaves a download in the middle; returns how many of its bytes are verified. */
  private int interrupt(int enoughBytes) throws InterruptedException {
    long verified = CancelAfter.verified(client, request(), enoughBytes);
    assertThat(verified).isBetween((long) enoughBytes, SIZE - 1L);
    assertThat(target).doesNotExist();
    return (int) verified;
  }

  private DownloadResult finish(byte[] expected) throws InterruptedException {
    return finish(expected, request());
  }

  private DownloadResult finish(byte[] expected, DownloadRequest request)
      throws InterruptedException {
    DownloadResult result = Downloads.success(client.start(request, beginning));
    assertThat(target).hasBinaryContent(expected);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
    return result;
  }

  private void assertResumed(DownloadResult result, long kept) {
    assertThat(result.receivedBytes()).isEqualTo(SIZE - kept);
    assertThat(result.resumedBytes()).isEqualTo(kept);
    assertThat(beginning.allResumed()).containsExactly(kept);
    assertThat(beginning.reasons()).isEmpty();
  }

  private void assertAllFetched(DownloadResult result, int size) {
    assertThat(result.receivedBytes()).isEqualTo(size);
    assertThat(result.resumedBytes()).isZero();
    assertThat(beginning.allResumed()).isEmpty();
  }

  private DownloadRequest request() {
    return new DownloadRequest(source, Target.file(target));
  }

  /**
   * Makes one byte another one. It is written again until the file system's clock has moved on
   * since the last write, which its times alone can tell.
   */
  private static void edit(Path file, int offset) throws IOException {
    FileTime before = (FileTime) Files.getAttribute(file, "unix:ctime");
    ByteBuffer edited = ByteBuffer.allocate(1);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.read(edited, offset);
      edited.put(0, (byte) (edited.get(0) ^ 1));
      do {
        channel.write(edited.rewind(), offset);
      } while (Files.getAttribute(file, "unix:ctime").equals(before));
    }
  }
}
