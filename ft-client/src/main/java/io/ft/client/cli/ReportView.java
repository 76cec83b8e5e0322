package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferException;
import org.jspecify.annotations.Nullable;

/** Shows, in its own way, what a {@link Reporter} is told. Used on the report thread alone. */
interface ReportView {

  /** The server has {@code file}; what of it is here from an earlier time is known too. */
  default void opened(FileProgress file) {}

  /** What was here of {@code file} is of no use. */
  default void startedAnew(FileProgress file, String reason) {}

  /** A block of {@code file} came damaged, and is fetched again. */
  default void damaged(FileProgress file, long offset, int lengthBytes) {}

  /** An attempt failed, the {@code attempt}th in a row; there is another one after a pause. */
  default void retrying(
      FileProgress file, TransferException cause, int attempt, long pauseMillis) {}

  /** See {@link Report#done}. */
  default void done(FileProgress file, DownloadResult result) {}

  /** See {@link Report#skipped}; {@code file} is null if it was not started. */
  default void skipped(@Nullable FileProgress file, Report.Item item, String reason) {}

  /** See {@link Report#failed}; {@code file} is null if it was not started, or is no file. */
  default void failed(@Nullable FileProgress file, String what, ExitCode code, String message) {}

  /** See {@link Report#note}. */
  default void note(String text) {}

  /** Some time has passed; called again and again. */
  default void tick(long nowNanos) {}

  /** See {@link Report#finished}. */
  default ExitCode finished(ExitCode code, long nowNanos) {
    return code;
  }
}
