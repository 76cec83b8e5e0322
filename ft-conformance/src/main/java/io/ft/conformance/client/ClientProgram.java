package io.ft.conformance.client;

import io.ft.conformance.NotApplicable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A client that can be started, any number of times, one after the other. */
public interface ClientProgram {

  /**
   * Starts it.
   *
   * @param port of the server, on 127.0.0.1
   * @param paths of the files or of the folder on the server
   * @param folder where each file must be found under its last name, and a tree with its paths
   *     below the folder that was asked for, when the client has ended with 0
   * @throws NotApplicable if it cannot do {@code task}
   */
  Running start(Task task, int port, List<String> paths, Path folder)
      throws IOException, NotApplicable;

  /** One start of it. */
  interface Running extends AutoCloseable {

    /** Waits for its end; returns whether it has ended. */
    boolean waitFor(Duration time) throws InterruptedException;

    /** Its exit code, when it has ended: 0 if it says that it has all that it was asked for. */
    int exitCode();

    /** What it has printed to standard output. */
    String out() throws IOException;

    /** What it has printed to standard error. */
    String err() throws IOException;

    /** Ends it, if it still runs. */
    @Override
    void close();
  }
}
