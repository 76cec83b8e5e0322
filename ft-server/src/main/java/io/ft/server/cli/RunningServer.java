package io.ft.server.cli;

import io.ft.codec.Printable;
import io.ft.server.FileServer;
import io.ft.server.admin.Admin;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program from the moment at which it listens: waits for signals, and does what they say, one
 * after the other.
 *
 * <p>A second signal to end does not wait for that: it ends the process at once.
 */
final class RunningServer {

  private static final Logger LOG = LoggerFactory.getLogger("io.ft.server.program");

  /** What a shell makes of a process that a signal has ended. */
  private static final int SIGNALLED = 128;

  /** What comes behind the drain: workers, loops, the admin address. */
  private static final long CLOSE_MILLIS = 20_000;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final FileServer server;
  private final SettingsSource source;
  private final ServerListeners listeners;
  private final Notifier notifier;
  private final @Nullable Admin admin;
  private final CountDownLatch toStop = new CountDownLatch(1);
  private final Semaphore toReload = new Semaphore(0);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile ProgramSettings settings;

  // Guarded by this.
  private boolean toldOfEnd;

  private final ProgramSettings startedWith;

  /** All stay the caller's but {@code server}, which {@link #run} closes. */
  RunningServer(
      FileServer server,
      ProgramSettings settings,
      SettingsSource source,
      ServerListeners listeners,
      Notifier notifier,
      @Nullable Admin admin) {
    this.server = server;
    this.settings = settings;
    this.startedWith = settings;
    this.source = source;
    this.listeners = listeners;
    this.notifier = notifier;
    this.admin = admin;
  }

  /** Hears signals from now on. */
  void listenToSignals() {
    listenTo("TERM", () -> stopRequested(SIGTERM));
    listenTo("INT", () -> stopRequested(SIGINT));
    listenTo("HUP", toReload::release);
  }

  private static void listenTo(String name, Runnable handler) {
    if (!Signals.handle(name, handler)) {
      LOG.warn("this JVM gives us no SIG{}: it does what the system does with it", name);
    }
  }

  private void stopRequested(int signal) {
    if (stopping.compareAndSet(false, true)) {
      toStop.countDown();
    } else {
      Runtime.getRuntime().halt(SIGNALLED + signal);
    }
  }

  /** Serves until it is told to end, and has ended. */
  void run() throws IOException, InterruptedException {
    if (admin != null) {
      admin.ready(server, () -> settings.server());
    }
    notifier.ready("serving " + settings.served());
    Thread reloads = new Thread(this::reloadWheneverTold, "ft-reload");
    reloads.setDaemon(true);
    reloads.start();
    toStop.await();
    stop();
  }

  /** On a thread of its own: a folder that does not answer must not keep the server from ending. */
  private void reloadWheneverTold() {
    try {
      while (true) {
        toReload.acquire();
        // Several signals are one: all is read anew.
        toReload.drainPermits();
        LOG.info("reloading");
        tellUnlessItEnds(notifier::reloading);
        reload();
        tellUnlessItEnds(() -> notifier.ready("serving " + startedWith.served()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A reload that is overtaken by the end must not say that the server serves. */
  private synchronized void tellUnlessItEnds(Runnable news) {
    if (!toldOfEnd) {
      news.run();
    }
  }

  private synchronized void tellOfEnd(long timeoutMillis) {
    toldOfEnd = true;
    notifier.stopping("waiting for clients", timeoutMillis + CLOSE_MILLIS);
  }

  private void reload() {
    ProgramSettings next;
    try {
      next = source.load();
      server.reconfigure(next.server());
    } catch (SettingsException | IOException e) {
      LOG.error(
          "reload refused, the settings stay as they were: {}",
          Printable.escape(String.valueOf(e.getMessage())));
      reloaded(false);
      return;
    } catch (RuntimeException e) {
      // A defect must not end a server that serves.
      LOG.error("reload refused, the settings stay as they were", e);
      reloaded(false);
      return;
    }
    List<String> changed = settings.changes(next, true);
    List<String> fixed = startedWith.changes(next, false);
    settings = next;
    listeners.change(next.accessLog());
    // Certificates and tokens were read again in any case.
    LOG.info(
        "reloaded: {}{}",
        changed.isEmpty() ? "no setting has changed" : escaped(changed),
        fixed.isEmpty() ? "" : "; only a restart changes " + escaped(fixed));
    reloaded(true);
  }

  private static String escaped(List<String> changes) {
    return Printable.escape(String.join(", ", changes));
  }

  private void reloaded(boolean accepted) {
    if (admin != null) {
      admin.reloaded(accepted);
    }
  }

  private void stop() throws IOException, InterruptedException {
    long timeoutMillis = settings.drainTimeoutMillis();
    tellOfEnd(timeoutMillis);
    if (admin != null) {
      admin.stopping();
    }
    int connections = server.stats().connections();
    if (connections > 0) {
      LOG.info("stopping: {} connections have {} s", connections, timeoutMillis / 1_000.0);
    }
    if (!server.drain(timeoutMillis)) {
      LOG.warn("stopping: {} connections are cut off", server.stats().connections());
    }
    server.close();
  }
}
