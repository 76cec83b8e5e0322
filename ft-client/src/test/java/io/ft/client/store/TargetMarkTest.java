package io.ft.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.TestFiles;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mark of a finished target: it holds for that and nothing else, and never throws. */
class TargetMarkTest {

  private static final int BLOCK_BYTES = Limits.MIN_BLOCK_BYTES;
  private static final byte[] CONTENT = TestFiles.content(2 * BLOCK_BYTES + 9);
  private static final String URL = "ft://host:1/source";
  private static final Source SOURCE =
      new Source(URL, new Tag("0badcafe"), CONTENT.length, BLOCK_BYTES);
  private static final String ATTRIBUTE = "ft.source";
  private static final FileTime OTHER_TIME = FileTime.fromMillis(1_234_567);

  private Path target;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    target = Files.write(temp.resolve("copy"), CONTENT);
    assumeTrue(Files.getFileStore(target).supportsFileAttributeView("user"));
  }

  /** Marks {@code file} with the time that it has. */
  private static void put(Path file, Path target, boolean forced) throws IOException {
    Instant modified =
        Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
    TargetMark.put(file, target, blocks(), modified, forced);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsForAnUntouchedTarget(boolean forced) throws Exception {
    put(target, target, forced);

    assertThat(mark().tag()).isEqualTo(SOURCE.tag());
    assertThat(mark().holdsFor(SOURCE, target)).isTrue();
  }

  @Test
  void goesWithTheFile() throws Exception {
    put(target, target, false);
    Path renamed = Files.move(target, target.resolveSibling("renamed"));

    assertThat(TargetMark.of(renamed, URL)).isNotNull();
  }

  /** What is about to become a target is none yet; what became one stays one under its own name. */
  @Test
  void tellsATargetFromAPartFile() throws Exception {
    put(target, target.resolveSibling("other"), false);
    assertThat(TargetMark.isOfTarget(target)).isFalse();

    put(target, target, false);
    assertThat(TargetMark.isOfTarget(target)).isTrue();
    assertThat(TargetMark.isOfTarget(target.resolveSibling("absent"))).isFalse();
  }

  @Test
  void holdsForNoOtherVersion() throws Exception {
    put(target, target, false);

    assertThat(mark().holdsFor(new Source(URL, new Tag("00"), CONTENT.length, 4096), target))
        .isFalse();
    assertThat(mark().holdsFor(new Source(URL, SOURCE.tag(), CONTENT.length + 1, 4096), target))
        .isFalse();
  }

  @Test
  void blocksOfTheSourceMayHaveAnotherSizeByNow() throws Exception {
    put(target, target, false);

    assertThat(mark().holdsFor(new Source(URL, SOURCE.tag(), CONTENT.length, 8192), target))
        .isTrue();
  }

  @Test
  void isNoneOfAnotherUrl() throws Exception {
    put(target, target, false);

    assertThat(TargetMark.of(target, URL + "2")).isNull();
  }

  @Test
  void isNoneOfATouchedTarget() throws Exception {
    put(target, target, false);
    Files.setLastModifiedTime(target, OTHER_TIME);

    assertThat(TargetMark.of(target, URL)).isNull();
  }

  @Test
  void isNoneOfATargetOfAnotherLength() throws Exception {
    put(target, target, false);
    FileTime modified = Files.getLastModifiedTime(target);
    Files.write(target, TestFiles.content(CONTENT.length - 1));
    Files.setLastModifiedTime(target, modified);

    assertThat(TargetMark.of(target, URL)).isNull();
  }

  /** Of another run of the machine: what is in the file is read. */
  @Test
  void ofAnotherBootTheContentDecides() throws Exception {
    put(target, target, false);
    rewrite(read().replace(BootId.current(), "another-boot"));
    assertThat(mark().holdsFor(SOURCE, target)).isTrue();

    FileTime modified = Files.getLastModifiedTime(target);
    byte[] damaged = CONTENT.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(target, damaged);
    Files.setLastModifiedTime(target, modified);
    assertThat(mark().holdsFor(SOURCE, target)).isFalse();
  }

  @Test
  void forcedOneMakesNoDifferenceBetweenBoots() throws Exception {
    put(target, target, true);

    assertThat(mark().bootId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1 0 0 00 0 4096 0 0 0 ",
        "2 0 0 00 0 0 0 0 0 ",
        "2 0 0 00 0 -1 0 0 0 ",
        "2 0 0 0 0 4096 0 0 0 ",
        "2 x x x x x x x x x",
        "2 0 0 00 99999999999999999999 4096 0 0 0 ",
        "2 0 0 00 0 4096 9223372036854775807 0 0 ",
        "\u0000\u0000",
        "        "
      })
  void garbageIsNone(String text) throws Exception {
    rewrite(text);

    assertThat(TargetMark.of(target, URL)).isNull();
  }

  @Test
  void attributeThatIsTooLongIsNone() throws Exception {
    rewrite("1".repeat(2000));

    assertThat(TargetMark.of(target, URL)).isNull();
  }

  @Test
  void anyChangeIsNoneOrHarmless() throws Exception {
    put(target, target, false);
    String text = read();
    Random random = new Random(4);
    for (int run = 0; run < 2000; run++) {
      StringBuilder changed = new StringBuilder(text);
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed.setCharAt(random.nextInt(text.length()), (char) (' ' + random.nextInt(95)));
      }
      rewrite(changed.toString());
      TargetMark mark = TargetMark.of(target, URL);
      if (mark != null) {
        mark.holdsFor(SOURCE, target);
      }
    }
  }

  @Test
  void isNoneOfWhatIsNoFile() throws Exception {
    put(target, target, false);
    Path link = Files.createSymbolicLink(target.resolveSibling("link"), target);
    Path folder = Files.createDirectory(target.resolveSibling("folder"));

    assertThat(TargetMark.of(link, URL)).isNull();
    assertThat(TargetMark.of(folder, URL)).isNull();
    assertThat(TargetMark.of(target.resolveSibling("absent"), URL)).isNull();
  }

  @Test
  void isNotPutWhereThereIsNoFile() throws Exception {
    put(target.resolveSibling("absent"), target, false);

    assertThat(target.resolveSibling("absent")).doesNotExist();
  }

  @Test
  void fileSystemWithoutAttributesHasNone() throws Exception {
    try (FileSystem zip =
        FileSystems.newFileSystem(target.resolveSibling("files.zip"), Map.of("create", "true"))) {
      Path inside = Files.write(zip.getPath("/copy"), CONTENT);

      put(inside, inside, false);

      assertThat(TargetMark.of(inside, URL)).isNull();
    }
  }

  private static Blocks blocks() {
    Blocks blocks = new Blocks(SOURCE);
    for (int block = 0; block < SOURCE.blocks(); block++) {
      CRC32C sum = new CRC32C();
      sum.update(CONTENT, (int) SOURCE.offset(block), SOURCE.length(block));
      blocks.add(block, (int) sum.getValue());
    }
    return blocks;
  }

  private TargetMark mark() {
    @Nullable TargetMark mark = TargetMark.of(target, URL);
    return Objects.requireNonNull(mark, "no mark");
  }

  private String read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(view().size(ATTRIBUTE));
    view().read(ATTRIBUTE, bytes);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
  }

  private void rewrite(String text) throws IOException {
    view().write(ATTRIBUTE, StandardCharsets.US_ASCII.encode(text));
  }

  private UserDefinedFileAttributeView view() {
    return Files.getFileAttributeView(target, UserDefinedFileAttributeView.class);
  }
}
