package io.ft.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.Culprit;
import io.ft.client.Download;
import io.ft.client.DownloadOptions;
import io.ft.client.DownloadRequest;
import io.ft.client.Durability;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.client.testing.disk.FaultPlan;
import io.ft.client.testing.disk.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A download onto a disk with a fault, over an old target, and another one when the fault is gone.
 */
public final class DiskTrial {

  private static final String OLD = "old";

  private final FileClient client;
  private final RemoteFile source;
  private final Path target;
  private final byte[] content;
  private final Durability durability;

  /**
   * How the download with the fault ended.
   *
   * @param struck the calls that went wrong
   * @param failure null if it succeeded all the same
   */
  public record Outcome(List<String> struck, @Nullable TransferException failure) {}

  /** One of {@code source}, which has {@code content}, in a folder of its own. */
  public DiskTrial(
      FileClient client, RemoteFile source, Path target, byte[] content, Durability durability)
      throws IOException {
    this.client = client;
    this.source = source;
    this.target = Files.writeString(target, OLD);
    this.content = content;
    this.durability = durability;
  }

  /** As {@link #run}; the download must fail. */
  public TransferException failure(FaultPlan plan) throws IOException, InterruptedException {
    TransferException failure = run(plan).failure();
    if (failure == null) {
      throw new AssertionError("the download succeeded in spite of " + plan.struck());
    }
    return failure;
  }

  /** Downloads as {@code plan} says, makes sure that no harm was done, and downloads again. */
  public Outcome run(FaultPlan plan) throws IOException, InterruptedException {
    FaultyFileSystem disk = FaultyFileSystem.over(target);
    disk.follow(plan);
    TransferException failure = end(start(disk.path(target)));
    disk.follow(FaultPlan.none());
    List<String> struck = plan.struck();
    try {
      checkTarget(struck, failure);
      assertThat(TestFiles.openBelow(folder())).isEmpty();
      assertThat(end(start(disk.path(target)))).isNull();
      assertThat(target).hasBinaryContent(content);
      assertThat(TestFiles.names(folder())).containsExactly(String.valueOf(target.getFileName()));
      assertThat(TestFiles.openBelow(folder())).isEmpty();
    } catch (AssertionError e) {
      throw new AssertionError("after the fault at " + struck + ", which gave " + failure, e);
    }
    return new Outcome(struck, failure);
  }

  private void checkTarget(List<String> struck, @Nullable TransferException failure)
      throws IOException {
    byte[] now = Files.readAllBytes(target);
    if (failure == null) {
      assertThat(now).isEqualTo(content);
      return;
    }
    assertThat(failure.error())
        .isIn(TransferError.CANNOT_WRITE, TransferError.DISK_FULL, TransferError.CHECKSUM_MISMATCH);
    if (failure.error() == TransferError.CHECKSUM_MISMATCH) {
      assertThat(failure.culprit()).isEqualTo(Culprit.CLIENT);
    }
    if (Arrays.equals(now, content)) {
      // The only steps behind the rename whose failure is told.
      assertThat(struck)
          .containsAnyOf(
              "CLOSE of " + target + ".part",
              "OPEN of " + folder(),
              "FORCE of " + folder(),
              "CLOSE of " + folder());
    } else {
      assertThat(new String(now, UTF_8)).isEqualTo(OLD);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(target.getParent());
  }

  private Download start(Path file) {
    return client.start(
        new DownloadRequest(source, Target.file(file))
            .with(DownloadOptions.DEFAULT.withDurability(durability)),
        TransferListener.NONE);
  }

  private static @Nullable TransferException end(Download download) throws InterruptedException {
    try {
      download.completion().toCompletableFuture().get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        return failure;
      }
      throw new AssertionError("not a TransferException", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the download did not end in time", e);
    }
  }
}
