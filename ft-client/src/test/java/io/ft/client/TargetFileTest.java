package io.ft.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download makes of the name that it is to write to. */
class TargetFileTest {

  private static final int SIZE = 10_000;

  private Path folder;
  private ServedFolder served;
  private FileClient client;
  private RemoteFile source;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    served = ServedFolder.start(temp.resolve("served"));
    source = served.file("source", SIZE);
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  @ParameterizedTest
  @EnumSource
  void modeIsThatOfAnyNewFile(Dialect dialect) throws Exception {
    Path target = folder.resolve("copy");
    Path ordinary = Files.createFile(folder.resolve("ordinary"));

    Downloads.success(
        client.start(
            new DownloadRequest(source, Target.file(target), dialect), TransferListener.NONE));

    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void relativeTargetIsBelowTheWorkingFolder() throws Exception {
    Path target = folder.resolve("copy");

    Downloads.success(start(Path.of("").toAbsolutePath().relativize(target)));

    assertThat(target).hasBinaryContent(TestFiles.content(SIZE));
  }

  @Test
  void oldFileIsReplacedAndNotOverwritten() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    Path otherName = Files.createLink(folder.resolve("other name"), target);

    try (InputStream reader = Files.newInputStream(target)) {
      Downloads.success(start(target));

      assertThat(reader.readAllBytes()).asString().isEqualTo("old");
    }
    assertThat(target).hasBinaryContent(TestFiles.content(SIZE));
    assertThat(otherName).hasContent("old");
  }

  @Test
  void symbolicLinkIsReplacedAndNotFollowed() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "other");
    Path target = Files.createSymbolicLink(folder.resolve("copy"), other);

    Downloads.success(start(target));

    assertThat(Files.isSymbolicLink(target)).isFalse();
    assertThat(target).hasBinaryContent(TestFiles.content(SIZE));
    assertThat(other).hasContent("other");
  }

  @Test
  void danglingSymbolicLinkIsReplaced() throws Exception {
    Path target = Files.createSymbolicLink(folder.resolve("copy"), folder.resolve("absent"));

    Downloads.success(start(target));

    assertThat(TestFiles.names(folder)).containsExactly("copy");
    assertThat(Files.isSymbolicLink(target)).isFalse();
  }

  /** Opening a pipe that nobody writes to would wait for ever. */
  @Test
  void pipeWithTheNameOfThePartFileIsInTheWay() throws Exception {
    Path pipe = folder.resolve("copy.part");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() == 0,
        "no mkfifo");

    TransferException failure = Downloads.failure(start(folder.resolve("copy")));

    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(failure).hasMessageContaining("copy.part: is in the way");
  }

  /** Others may write to a folder that was just made, too. */
  @Test
  void whatIsThereAgainstExpectationIsReplaced() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    Files.writeString(folder.resolve("copy.part"), "left by somebody");

    Downloads.success(startNew(target));

    assertThat(target).hasBinaryContent(TestFiles.content(SIZE));
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void finishedTargetIsNotReplacedAgainstExpectation() throws Exception {
    Path other = folder.resolve("copy.part");
    Downloads.success(start(other));

    TransferException failure = Downloads.failure(startNew(folder.resolve("copy")));

    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(failure).hasMessageContaining("copy.part: is in the way");
    assertThat(other).hasBinaryContent(TestFiles.content(SIZE));
  }

  private Download startNew(Path target) {
    return client.start(new DownloadRequest(source, Target.newFile(target)), TransferListener.NONE);
  }

  /** A name that looks like that of a part file belongs to whoever fetched it. */
  @Test
  void finishedTargetWithTheNameOfAPartFileIsNotReplaced() throws Exception {
    Path other = folder.resolve("copy.part");
    Downloads.success(start(other));

    TransferException failure = Downloads.failure(start(folder.resolve("copy")));

    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(failure).hasMessageContaining("copy.part: is in the way");
    assertThat(TestFiles.names(folder)).containsExactly("copy.part");
    assertThat(other).hasBinaryContent(TestFiles.content(SIZE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "\u65e5", "\ud83d\ude00"})
  void longestNameIsWritten(String character) throws Exception {
    int characterBytes = character.getBytes(UTF_8).length;
    String name = character.repeat(255 / characterBytes);
    assumeTrue(TestFiles.canBeNamed(name));

    Downloads.success(start(folder.resolve(name)));

    assertThat(TestFiles.names(folder)).containsExactly(name);
  }

  @Test
  void nameThatIsTooLongCannotBeWritten() throws Exception {
    assertCannotWrite(folder.resolve("n".repeat(256)));
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void folderCannotBeWritten() throws Exception {
    Path target = Files.createDirectory(folder.resolve("copy"));

    assertThat(assertCannotWrite(target)).hasMessageContaining("is a folder");

    assertThat(TestFiles.names(folder)).containsExactly("copy");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void rootFolderCannotBeWritten() throws Exception {
    assertCannotWrite(Path.of("/"));
  }

  @Test
  void fileInAMissingFolderCannotBeWritten() throws Exception {
    assertThat(assertCannotWrite(folder.resolve("absent").resolve("copy")))
        .hasMessageContaining("no such folder");
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void fileBelowAFileCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");

    assertCannotWrite(file.resolve("copy"));

    assertThat(file).hasContent("old");
  }

  @Test
  void fileInAReadOnlyFolderCannotBeWritten() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root writes everywhere");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(assertCannotWrite(folder.resolve("copy")))
          .hasMessageContaining("permission denied");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void fileWhereNobodyMayMakeOneCannotBeWritten() throws Exception {
    Path kernels = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(kernels));

    assertCannotWrite(kernels.resolve("copy"));
  }

  @Test
  void failureOfOneTargetHarmsNoOtherDownload() throws Exception {
    Download lost = start(folder.resolve("absent").resolve("copy"));
    Download well = start(folder.resolve("copy"));

    assertThat(Downloads.failure(lost).error()).isEqualTo(TransferError.CANNOT_WRITE);
    Downloads.success(well);
  }

  private TransferException assertCannotWrite(Path target) throws InterruptedException {
    TransferException failure = Downloads.failure(start(target));
    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_WRITE);
    assertThat(failure).hasMessageStartingWith("cannot write: ");
    return failure;
  }

  private Download start(Path target) {
    return client.start(new DownloadRequest(source, Target.file(target)), TransferListener.NONE);
  }
}
