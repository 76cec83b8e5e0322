package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what it is told, in order, to views on a thread of its own: a terminal that is stopped,
 * or a reader that does not read, holds up no download.
 */
final class Reporter implements Report {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private static final long TICK_MILLIS = 100;

  /** What comes so shortly one after the other is told in one go: to wake a thread takes time. */
  private static final long GATHER_MILLIS = 10;

  /** How long an end by a signal waits for somebody to read what was said. */
  private static final long INTERRUPTED_MILLIS = 1_000;

  private final Tally tally;
  private final List<ReportView> views;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Reporter::daemon, new DiscardPolicy());
  private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

  private final Queue<Runnable> untold = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean gathering = new AtomicBoolean();

  /** By URL. Used on the report thread alone. */
  private final Map<String, FileProgress> started = new LinkedHashMap<>();

  /**
   * Reports to {@code views}.
   *
   * @param tally counts what they show, and hears everything first
   * @param ticks whether time alone changes what they show
   */
  Reporter(Tally tally, boolean ticks, List<ReportView> views) {
    this.tally = tally;
    this.views = views;
    if (ticks) {
      thread.scheduleWithFixedDelay(
          () -> guarded(view -> view.tick(System.nanoTime())),
          TICK_MILLIS,
          TICK_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "ft-report");
    thread.setDaemon(true);
    return thread;
  }

  private void later(Runnable task) {
    untold.add(task);
    if (gathering.compareAndSet(false, true)) {
      thread.schedule(this::tellAll, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellAll() {
    // Before it looks: what is added behind its last look has it called again.
    gathering.set(false);
    for (Runnable task = untold.poll(); task != null; task = untold.poll()) {
      task.run();
    }
  }

  /** Has every view hear of {@code event}; does nothing once it is finished. */
  void tell(Consumer<ReportView> event) {
    later(() -> guarded(event));
  }

  private void guarded(Consumer<ReportView> event) {
    try {
      event.accept(tally);
      views.forEach(event);
    } catch (RuntimeException e) {
      LOG.error("a report failed", e);
    }
  }

  @Override
  public void planned(long files, long bytes) {
    later(() -> tally.planned(files, bytes));
  }

  @Override
  public TransferListener started(Item item) {
    FileProgress file = new FileProgress(item, this);
    later(
        () -> {
          started.put(item.url(), file);
          tally.started(file);
        });
    return file;
  }

  @Override
  public void done(Item item, DownloadResult result) {
    later(
        () -> {
          FileProgress file = started.remove(item.url());
          if (file != null) {
            guarded(view -> view.done(file, result));
          }
        });
  }

  @Override
  public void skipped(Item item, String reason) {
    later(
        () -> {
          FileProgress file = started.remove(item.url());
          guarded(view -> view.skipped(file, item, reason));
        });
  }

  @Override
  public void failed(String what, ExitCode code, String message) {
    later(
        () -> {
          FileProgress file = started.remove(what);
          guarded(view -> view.failed(file, what, code, message));
        });
  }

  @Override
  public void note(String text) {
    tell(view -> view.note(text));
  }

  @Override
  public ExitCode finished(ExitCode code) {
    thread.execute(
        () -> {
          tellAll();
          end.complete(tellFinished(code));
        });
    thread.shutdown();
    try {
      return code == ExitCode.INTERRUPTED
          ? end.get(INTERRUPTED_MILLIS, TimeUnit.MILLISECONDS)
          : end.get();
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("not all could be told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return code;
  }

  private ExitCode tellFinished(ExitCode code) {
    ExitCode exit = code;
    long nowNanos = System.nanoTime();
    for (ReportView view : views) {
      exit = view.finished(exit, nowNanos);
    }
    return exit;
  }
}
