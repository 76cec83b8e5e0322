package io.ft.conformance.client;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Trace;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client that is tried. Each case starts it once or a few times and plays its server. Used on
 * one thread.
 */
public final class ClientUnderTest {

  /** What a server does. */
  @FunctionalInterface
  interface Script<T> {

    /** Talks to the client. */
    void run(T peer) throws Exception;
  }

  private final ClientProgram program;
  private final Duration patience;
  private final Path folder;
  private final Trace trace;
  private final Map<Finding, List<String>> findings = new LinkedHashMap<>();
  private int watchedConnections;

  /**
   * A client.
   *
   * @param program starts it
   * @param patience how long it may take for a step, and to end
   * @param folder below which the folders for it are made
   * @param trace is told what is said
   */
  public ClientUnderTest(ClientProgram program, Duration patience, Path folder, Trace trace) {
    this.program = program;
    this.patience = patience;
    this.folder = folder;
    this.trace = trace;
  }

  /** Fetches {@code name}; its first connection is framed and goes by {@code script}. */
  Run fetch(String name, Script<Conversation> script) throws Exception {
    return run(Task.FETCH, List.of(name), once(script));
  }

  /** The same in the classic dialect. */
  Run fetchClassic(String name, Script<ClassicConversation> script) throws Exception {
    return run(
        Task.CLASSIC,
        List.of(name),
        server -> {
          try (ClassicConversation conversation = server.acceptClassic()) {
            script.run(conversation);
          }
        });
  }

  /** A server that does {@code script} on the first connection. */
  static Script<ServerSide> once(Script<Conversation> script) {
    return server -> {
      try (Conversation conversation = server.accept()) {
        script.run(conversation);
      }
    };
  }

  /** Starts the client in a new folder; see {@link #run(Task, List, Path, Script)}. */
  Run run(Task task, List<String> paths, Script<ServerSide> script) throws Exception {
    return run(task, paths, newFolder(), script);
  }

  /** A new empty folder, by itself in another. */
  Path newFolder() throws IOException {
    return Files.createDirectory(Files.createTempDirectory(folder, "run").resolve("folder"));
  }

  /**
   * Starts the client and does {@code script}. Connections that the client makes behind that are
   * closed at once, until it ends.
   *
   * @throws Violation what {@code script} throws; or if the client does not end
   */
  Run run(Task task, List<String> paths, Path target, Script<ServerSide> script) throws Exception {
    return run(task, paths, target, 0, script);
  }

  /** The same once more, in the same folder and with the same port, so that it may go on. */
  Run runAgain(Run first, Task task, List<String> paths, Script<ServerSide> script)
      throws Exception {
    return run(task, paths, first.folder(), first.port(), script);
  }

  private Run run(Task task, List<String> paths, Path target, int port, Script<ServerSide> script)
      throws Exception {
    List<Finding> found = new ArrayList<>();
    try (ServerSide server = new ServerSide(port, patience, trace, found::add);
        ClientProgram.Running client = program.start(task, server.port(), paths, target)) {
      server.await(client);
      String failure = failure(server, script, task);
      if (failure != null) {
        // What it says of that itself is worth some time.
        client.waitFor(Duration.ofMillis(500));
      }
      boolean hasEnded = client.waitFor(Duration.ZERO);
      Run run =
          new Run(
              hasEnded ? client.exitCode() : -1,
              target,
              client.out(),
              client.err(),
              server.port(),
              server.connections(),
              found);
      run.end().forEach(trace::note);
      remember(run);
      if (failure != null) {
        throw new Violation(failure);
      }
      return run;
    }
  }

  private @Nullable String failure(ServerSide server, Script<ServerSide> script, Task task)
      throws Exception {
    try {
      script.run(server);
      server.refuseUntilEnd(task.isFramed());
      return null;
    } catch (Violation e) {
      return e.getMessage();
    } catch (SocketTimeoutException e) {
      return "the client did nothing for " + patience.toSeconds() + " s";
    } catch (EOFException e) {
      return "the client closed " + e.getMessage();
    } catch (IOException e) {
      return "the connection failed: " + e;
    }
  }

  private void remember(Run run) {
    watchedConnections += run.connections();
    for (Finding finding : run.findings()) {
      findings.putIfAbsent(finding, trace.lines());
    }
  }

  /** In no run so far it must have broken {@code rule}; what was said when it did is told again. */
  void expectKept(String rule) throws Violation {
    for (Map.Entry<Finding, List<String>> finding : findings.entrySet()) {
      if (finding.getKey().rule().equals(rule)) {
        finding.getValue().forEach(trace::note);
        throw new Violation(finding.getKey().what());
      }
    }
  }

  /** How many connections of it were watched so far. */
  int watchedConnections() {
    return watchedConnections;
  }

  /** Leaves the case out, and says why. */
  static NotApplicable notApplicable(String why) {
    return new NotApplicable(why);
  }
}
