package io.ft.server;

/**
 * The threads of a server.
 *
 * @param eventLoops those that move bytes
 * @param workers those that wait for the disk
 * @param digestWorkers how many workers may compute the SHA-256 of files at a time, which takes a
 *     processor each
 * @param listingWorkers how many workers may read folders for listings at a time
 */
public record ServerThreads(int eventLoops, int workers, int digestWorkers, int listingWorkers) {

  private static final int MIN_WORKERS = 4;

  public ServerThreads {
    Checks.inRange("eventLoopThreads", eventLoops, 1, 1_024);
    Checks.inRange("workerThreads", workers, 1, 1_024);
    Checks.inRange("digestWorkers", digestWorkers, 1, workers);
    Checks.inRange("listingWorkers", listingWorkers, 1, workers);
  }

  /** As many as suit this machine. */
  public static ServerThreads forThisMachine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return of(processors, Math.max(MIN_WORKERS, 2 * processors));
  }

  /** Half of the workers at most compute digests, and half of them list. */
  public static ServerThreads of(int eventLoops, int workers) {
    int half = Math.max(1, workers / 2);
    return new ServerThreads(eventLoops, workers, half, half);
  }
}
