package io.ft.client.cli;

/**
 * Ends the process in order when a signal ends it early: runs a clean-up, then exits with {@link
 * ExitCode#INTERRUPTED}.
 */
final class InterruptHook {

  private final Thread thread;

  /** Installs it. */
  InterruptHook(Runnable cleanUp) {
    thread =
        new Thread(
            () -> {
              cleanUp.run();
              Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
            },
            "ft-interrupt");
    Runtime.getRuntime().addShutdownHook(thread);
  }

  /** Takes it away; from here on the process ends as it would without it. */
  void remove() throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The process is ending: the clean-up says with which code.
      thread.join();
    }
  }
}
