package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the files of a call and their bytes. Used on the report thread alone. */
final class Tally implements ReportView {

  private final long startNanos = System.nanoTime();
  private final RateMeter rate = new RateMeter();
  private final Set<FileProgress> open = new LinkedHashSet<>();

  private long plannedFiles;
  private long plannedBytes;
  private long filesOfUnknownSize;
  private long doneFiles;
  private long skippedFiles;
  private long failedFiles;
  private long endedHereBytes;
  private long endedReceivedBytes;
  private long endedVerifiedBytes;
  private long endedDurableBytes;
  private long endedResumedBytes;
  private long endedRetries;

  /** See {@link Report#planned}. */
  void planned(long files, long bytes) {
    plannedFiles += files;
    plannedBytes += bytes;
    if (bytes == 0) {
      filesOfUnknownSize += files;
    }
  }

  /** See {@link Report#started}. */
  void started(FileProgress file) {
    open.add(file);
  }

  @Override
  public void opened(FileProgress file) {
    plannedBytes += file.sizeBytes();
    forgetPlanned(file.item());
  }

  private void forgetPlanned(Report.Item item) {
    if (item.plannedBytes() == Report.UNKNOWN_SIZE) {
      filesOfUnknownSize = Math.max(0, filesOfUnknownSize - 1);
    } else {
      plannedBytes -= item.plannedBytes();
    }
  }

  @Override
  public void done(FileProgress file, DownloadResult result) {
    doneFiles++;
    open.remove(file);
    endedHereBytes += result.sizeBytes();
    endedReceivedBytes += result.receivedBytes();
    endedVerifiedBytes += result.verifiedBytes();
    endedDurableBytes += result.durableBytes();
    endedResumedBytes += result.resumedBytes();
    endedRetries += result.retries();
  }

  @Override
  public void skipped(@Nullable FileProgress file, Report.Item item, String reason) {
    skippedFiles++;
    if (file == null) {
      forgetPlanned(item);
    } else {
      leave(file);
    }
  }

  @Override
  public void failed(@Nullable FileProgress file, String what, ExitCode code, String message) {
    failedFiles++;
    if (file != null) {
      leave(file);
    }
  }

  /** What does not come is not waited for. */
  private void leave(FileProgress file) {
    open.remove(file);
    endedReceivedBytes += file.receivedBytes();
    endedVerifiedBytes += file.verifiedBytes();
    endedDurableBytes += durableBytes(file);
    endedResumedBytes += file.resumedBytes();
    endedRetries += file.retries();
    if (file.sizeBytes() == Report.UNKNOWN_SIZE) {
      forgetPlanned(file.item());
    } else {
      plannedBytes -= file.sizeBytes() - file.hereBytes();
      endedHereBytes += file.hereBytes();
    }
  }

  private static long durableBytes(FileProgress file) {
    TransferException failure = file.failure();
    return failure == null ? 0 : failure.durableBytes();
  }

  @Override
  public void tick(long nowNanos) {
    for (FileProgress file : open) {
      if (file.isRunning()) {
        file.sample(nowNanos);
      }
    }
    rate.sample(nowNanos, receivedBytes());
  }

  /** Those that the server is sending, in the order in which they were asked for. */
  List<FileProgress> running(int max) {
    List<FileProgress> running = new ArrayList<>();
    for (FileProgress file : open) {
      if (running.size() < max && file.isRunning()) {
        running.add(file);
      }
    }
    return running;
  }

  /** Those whose end has not been told. */
  List<FileProgress> open() {
    return List.copyOf(open);
  }

  /** How far all of it is. */
  ProgressLines.Total total() {
    long endedFiles = doneFiles + skippedFiles + failedFiles;
    long hereBytes = endedHereBytes;
    for (FileProgress file : open) {
      endedFiles += file.hasEnded() ? 1 : 0;
      hereBytes += file.hereBytes();
    }
    return new ProgressLines.Total(
        endedFiles,
        plannedFiles,
        hereBytes,
        filesOfUnknownSize > 0 ? Report.UNKNOWN_SIZE : Math.max(hereBytes, plannedBytes),
        rate.bytesPerSecond());
  }

  long plannedFiles() {
    return plannedFiles;
  }

  long doneFiles() {
    return doneFiles;
  }

  long skippedFiles() {
    return skippedFiles;
  }

  long failedFiles() {
    return failedFiles;
  }

  long receivedBytes() {
    return endedReceivedBytes + open.stream().mapToLong(FileProgress::receivedBytes).sum();
  }

  long verifiedBytes() {
    return endedVerifiedBytes + open.stream().mapToLong(FileProgress::verifiedBytes).sum();
  }

  long durableBytes() {
    return endedDurableBytes + open.stream().mapToLong(Tally::durableBytes).sum();
  }

  long resumedBytes() {
    return endedResumedBytes + open.stream().mapToLong(FileProgress::resumedBytes).sum();
  }

  long retries() {
    return endedRetries + open.stream().mapToLong(FileProgress::retries).sum();
  }

  /** Since the call began. */
  long elapsedNanos(long nowNanos) {
    return Math.max(1, nowNanos - startNanos);
  }
}
