package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are not to be replaced, and those that keep the time of their source. */
class TargetOptionsTest {

  private static final int SIZE = 10_000;
  private static final byte[] CONTENT = TestFiles.content(SIZE);
  private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 5));
  private static final DownloadOptions KEEPING = DownloadOptions.DEFAULT.withReplace(false);
  private static final DownloadOptions DATED = DownloadOptions.DEFAULT.withKeepModified(true);

  private Path folder;
  private Path target;
  private ServedFolder served;
  private RemoteFile source;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    target = folder.resolve("copy");
    served = ServedFolder.start(temp.resolve("served"));
    source = served.file("source", SIZE);
    Files.setLastModifiedTime(served.root().resolve("source"), LONG_AGO);
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    assertThat(TestFiles.openBelow(folder)).isEmpty();
    client.close();
    served.close();
  }

  @Test
  void targetThatIsNotToBeReplacedStays() throws Exception {
    Files.writeString(target, "mine");

    TransferException failure = Downloads.failure(start(KEEPING));

    assertThat(failure.error()).isEqualTo(TransferError.TARGET_EXISTS);
    assertThat(target).hasContent("mine");
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void danglingLinkThatIsNotToBeReplacedStays() throws Exception {
    Files.createSymbolicLink(target, folder.resolve("absent"));

    assertThat(Downloads.failure(start(KEEPING)).error()).isEqualTo(TransferError.TARGET_EXISTS);

    assertThat(Files.isSymbolicLink(target)).isTrue();
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void newTargetReplacesNothing() throws Exception {
    Downloads.success(start(KEEPING));

    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void completeTargetNeedsNoReplacing() throws Exception {
    assumeMarks();
    Downloads.success(start(DownloadOptions.DEFAULT));

    assertThat(Downloads.success(start(KEEPING)).receivedBytes()).isZero();
  }

  /** It is not there when the download begins, and is when it ends. */
  @Test
  void targetThatAppearsMeanwhileStays() throws Exception {
    TransferListener rival =
        new TransferListener() {
          @Override
          public void started(long sizeBytes) {
            try {
              Files.writeString(target, "mine");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    Download download = client.start(request(KEEPING), rival);

    assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.TARGET_EXISTS);

    assertThat(target).hasContent("mine");
  }

  @Test
  void targetKeepsTheTimeOfItsSource() throws Exception {
    Downloads.success(start(DATED));

    assertThat(Files.getLastModifiedTime(target)).isEqualTo(LONG_AGO);
  }

  @Test
  void targetWithTheTimeOfItsSourceIsComplete() throws Exception {
    assumeMarks();
    Downloads.success(start(DATED));

    assertThat(Downloads.success(start(DATED)).receivedBytes()).isZero();
    assertThat(Downloads.success(start(DownloadOptions.DEFAULT)).receivedBytes()).isZero();
  }

  @Test
  void completeTargetGetsTheTimeLater() throws Exception {
    assumeMarks();
    Downloads.success(start(DownloadOptions.DEFAULT));
    assertThat(Files.getLastModifiedTime(target)).isGreaterThan(LONG_AGO);

    assertThat(Downloads.success(start(DATED)).receivedBytes()).isZero();
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(LONG_AGO);

    assertThat(Downloads.success(start(DATED)).receivedBytes()).isZero();
  }

  /** Left by a program that was killed right behind the rename. */
  @Test
  void recordWithoutItsPartFileIsClearedAway() throws Exception {
    assumeMarks();
    Downloads.success(start(DownloadOptions.DEFAULT));
    Files.writeString(folder.resolve("copy.part.state"), "left");

    assertThat(Downloads.success(start(DownloadOptions.DEFAULT)).receivedBytes()).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  private Download start(DownloadOptions options) {
    return client.start(request(options), TransferListener.NONE);
  }

  private DownloadRequest request(DownloadOptions options) {
    return new DownloadRequest(source, Target.file(target)).with(options);
  }

  private void assumeMarks() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("user"));
  }
}
