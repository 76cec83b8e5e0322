package io.ft.client.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ft.client.Dialect;
import io.ft.client.DownloadResult;
import io.ft.client.Target;
import io.ft.client.TransferException;
import io.ft.client.TransferTimes;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a program what happens: an event a line, as {@code docs/get-events.schema.json} has it. A
 * reader that leaves stops the events, and not the downloads.
 */
final class JsonView implements ReportView {

  /** How often the progress of a file is told at the most. */
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Output out;
  private final JsonLine json;
  private final Tally tally;
  private final Consumer<String> complaints;

  /** What was last told of each file. */
  private final Map<FileProgress, Told> told = new HashMap<>();

  /** Those of which it was told that all bytes are here. */
  private final Set<FileProgress> verified = new HashSet<>();

  /** Where the files that are done went, and came from. */
  private final Set<String> targets = new HashSet<>();

  private final Set<String> addresses = new HashSet<>();

  private boolean broken;

  private record Told(long nanos, long receivedBytes, long verifiedBytes) {}

  /**
   * Writes to {@code out}.
   *
   * @param complaints hears when that fails, unless nobody reads
   */
  JsonView(Output out, Tally tally, Consumer<String> complaints) throws IOException {
    this.out = out;
    this.json = new JsonLine(out);
    this.tally = tally;
    this.complaints = complaints;
  }

  @Override
  public void opened(FileProgress file) {
    write(
        "start",
        json -> {
          item(json, file.item());
          json.writeNumberField("size", file.sizeBytes());
          json.writeNumberField("resumed_from", file.resumedBytes());
        });
    told.put(file, new Told(System.nanoTime() - INTERVAL_NANOS, 0, file.resumedBytes()));
  }

  @Override
  public void tick(long nowNanos) {
    for (FileProgress file : tally.open()) {
      Told before = told.get(file);
      if (before != null) {
        verified(file, file.sizeBytes(), file.verifiedBytes());
      }
      if (before == null || !file.isRunning() || nowNanos - before.nanos < INTERVAL_NANOS) {
        continue;
      }
      Told now = new Told(nowNanos, file.receivedBytes(), file.verifiedBytes());
      if (now.receivedBytes != before.receivedBytes || now.verifiedBytes != before.verifiedBytes) {
        told.put(file, now);
        progress(file, now);
      }
    }
  }

  /** It may take a while from here until the file is done, as with --durable. */
  private void verified(FileProgress file, long sizeBytes, long verifiedBytes) {
    boolean checked = file.item().request().dialect() == Dialect.FRAMED;
    if (checked && verifiedBytes == sizeBytes && verified.add(file)) {
      write(
          "verify",
          json -> {
            json.writeStringField("url", file.item().url());
            json.writeNumberField("size", sizeBytes);
            json.writeNumberField("verified", verifiedBytes);
          });
    }
  }

  private void progress(FileProgress file, Told now) {
    long bytesPerSecond = Math.round(file.bytesPerSecond());
    long missingBytes = file.sizeBytes() - file.hereBytes();
    write(
        "progress",
        json -> {
          json.writeStringField("url", file.item().url());
          json.writeNumberField("size", file.sizeBytes());
          json.writeNumberField("received", now.receivedBytes);
          json.writeNumberField("verified", now.verifiedBytes);
          json.writeNumberField("bytes_per_second", bytesPerSecond);
          if (bytesPerSecond == 0) {
            json.writeNullField("eta_seconds");
          } else {
            json.writeNumberField("eta_seconds", missingBytes / bytesPerSecond);
          }
        });
  }

  @Override
  public void startedAnew(FileProgress file, String reason) {
    verified.remove(file);
    write(
        "restart",
        json -> {
          json.writeStringField("url", file.item().url());
          json.writeStringField("reason", reason);
        });
  }

  @Override
  public void damaged(FileProgress file, long offset, int lengthBytes) {
    write(
        "damaged",
        json -> {
          json.writeStringField("url", file.item().url());
          json.writeNumberField("offset", offset);
          json.writeNumberField("length", lengthBytes);
        });
  }

  @Override
  public void retrying(FileProgress file, TransferException cause, int attempt, long pauseMillis) {
    write(
        "retry",
        json -> {
          json.writeStringField("url", file.item().url());
          outcome(json, ExitCode.of(cause.error()), cause.getMessage());
          json.writeNumberField("attempt", attempt);
          seconds(json, "pause_seconds", TimeUnit.MILLISECONDS.toNanos(pauseMillis));
          json.writeNumberField("received", cause.receivedBytes());
          json.writeNumberField("verified", cause.verifiedBytes());
        });
  }

  @Override
  public void done(FileProgress file, DownloadResult result) {
    verified(file, result.sizeBytes(), result.verifiedBytes());
    forget(file);
    String address =
        result.remoteAddress() == null ? null : Summaries.address(result.remoteAddress());
    String target = target(file.item());
    // Of many it is enough to know that there is more than one.
    if (address != null && addresses.size() <= 1) {
      addresses.add(address);
    }
    if (target != null && targets.size() <= 1) {
      targets.add(target);
    }
    long elapsedNanos = file.elapsedNanos(System.nanoTime());
    write(
        "done",
        json -> {
          item(json, file.item());
          json.writeNumberField("exit_code", ExitCode.OK.number());
          json.writeNumberField("size", result.sizeBytes());
          counts(
              json,
              result.receivedBytes(),
              result.verifiedBytes(),
              result.durableBytes(),
              elapsedNanos);
          json.writeNumberField("resumed_from", result.resumedBytes());
          json.writeNumberField("retries", result.retries());
          json.writeStringField("remote_address", address);
          times(json, result.times());
        });
  }

  @Override
  public void skipped(@Nullable FileProgress file, Report.Item item, String reason) {
    forget(file);
    write(
        "skip",
        json -> {
          item(json, item);
          json.writeStringField("reason", reason);
        });
  }

  @Override
  public void failed(@Nullable FileProgress file, String what, ExitCode code, String message) {
    if (file == null) {
      write(
          "error",
          json -> {
            json.writeStringField("url", what);
            outcome(json, code, message);
          });
    } else {
      failed(file, code, message);
    }
  }

  private void failed(FileProgress file, ExitCode code, String message) {
    forget(file);
    TransferException failure = file.failure();
    long durableBytes = failure == null ? 0 : failure.durableBytes();
    long elapsedNanos = file.elapsedNanos(System.nanoTime());
    write(
        "error",
        json -> {
          item(json, file.item());
          outcome(json, code, message);
          if (file.sizeBytes() == Report.UNKNOWN_SIZE) {
            json.writeNullField("size");
          } else {
            json.writeNumberField("size", file.sizeBytes());
          }
          counts(json, file.receivedBytes(), file.verifiedBytes(), durableBytes, elapsedNanos);
          json.writeNumberField("resumed_from", file.resumedBytes());
          json.writeNumberField("retries", file.retries());
        });
  }

  private void forget(@Nullable FileProgress file) {
    told.remove(file);
    verified.remove(file);
  }

  /** The one there is; null if there are several, or none. */
  private static @Nullable String only(Set<String> values) {
    return values.size() == 1 ? values.iterator().next() : null;
  }

  @Override
  public ExitCode finished(ExitCode code, long nowNanos) {
    for (FileProgress file : tally.open()) {
      // Nobody waited for it any more.
      TransferException failure = file.failure();
      ExitCode own = failure == null ? code : ExitCode.of(failure.error());
      failed(file, own, own.meaning());
    }
    write(
        "result",
        json -> {
          outcome(json, code, code.meaning());
          json.writeNumberField("files", tally.plannedFiles());
          json.writeNumberField("files_done", tally.doneFiles());
          json.writeNumberField("files_skipped", tally.skippedFiles());
          json.writeNumberField("files_failed", tally.failedFiles());
          counts(
              json,
              tally.receivedBytes(),
              tally.verifiedBytes(),
              tally.durableBytes(),
              tally.elapsedNanos(nowNanos));
          json.writeNumberField("resumed_from", tally.resumedBytes());
          json.writeNumberField("retries", tally.retries());
          json.writeStringField("remote_address", only(addresses));
          json.writeStringField("file", only(targets));
        });
    if (!broken) {
      return code;
    }
    return code.and(out.hasLostItsReader() ? ExitCode.OUTPUT_CLOSED : ExitCode.CANNOT_WRITE);
  }

  private void write(String event, JsonLine.Fields fields) {
    if (broken) {
      return;
    }
    try {
      json.write(
          json -> {
            json.writeStringField("event", event);
            json.writeStringField("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            fields.writeTo(json);
          });
      json.flush();
    } catch (IOException e) {
      broken = true;
      if (!out.hasLostItsReader()) {
        complaints.accept("standard output: cannot write: " + e.getMessage());
      }
    }
  }

  private static void item(JsonGenerator json, Report.Item item) throws IOException {
    json.writeStringField("url", item.url());
    json.writeStringField("name", item.name());
    json.writeStringField("file", target(item));
  }

  private static @Nullable String target(Report.Item item) {
    return item.request().target() instanceof Target.ToFile target
        ? target.path().toString()
        : null;
  }

  private static void outcome(JsonGenerator json, ExitCode code, @Nullable String message)
      throws IOException {
    json.writeNumberField("exit_code", code.number());
    json.writeStringField("outcome", code.name().toLowerCase(Locale.ROOT));
    json.writeStringField("message", message == null ? code.meaning() : message);
  }

  private static void counts(
      JsonGenerator json, long receivedBytes, long verifiedBytes, long durableBytes, long nanos)
      throws IOException {
    json.writeNumberField("received", receivedBytes);
    json.writeNumberField("verified", verifiedBytes);
    json.writeNumberField("durable", durableBytes);
    seconds(json, "seconds", nanos);
    json.writeNumberField("bytes_per_second", Math.round(receivedBytes / (nanos / 1e9)));
  }

  private static void times(JsonGenerator json, TransferTimes times) throws IOException {
    seconds(json, "connecting_seconds", times.connectingNanos());
    seconds(json, "waiting_seconds", times.waitingNanos());
    seconds(json, "receiving_seconds", times.receivingNanos());
    seconds(json, "writing_seconds", times.writingNanos());
  }

  private static void seconds(JsonGenerator json, String name, long nanos) throws IOException {
    json.writeNumberField(name, BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMicros(nanos), 6));
  }
}
