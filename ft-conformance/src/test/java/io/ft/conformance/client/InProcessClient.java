package io.ft.conformance.client;

import io.ft.conformance.NotApplicable;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that runs in this process, on a thread of its own, which nothing can end before it ends
 * by itself.
 *
 * @param tasks what it can do
 * @param program the client
 */
record InProcessClient(Set<Task> tasks, Program program) implements ClientProgram {

  /** What a client is told. */
  record Call(Task task, int port, List<String> paths, Path folder) {}

  /** What the {@code main} of a client would be. */
  interface Program {
    int run(Call call, StringWriter out, StringWriter err) throws Exception;
  }

  @Override
  public Running start(Task task, int port, List<String> paths, Path folder) throws NotApplicable {
    if (!tasks.contains(task)) {
      throw new NotApplicable("there is no " + task.option());
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                exitCode.complete(program.run(new Call(task, port, paths, folder), out, err));
              } catch (Throwable e) {
                exitCode.completeExceptionally(e);
              }
            },
            "client");
    thread.setDaemon(true);
    thread.start();
    return new Started(exitCode, out, err);
  }

  private record Started(
      CompletableFuture<Integer> exit, StringWriter outText, StringWriter errText)
      implements Running {

    @Override
    public boolean waitFor(Duration time) throws InterruptedException {
      try {
        exit.get(time.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    @Override
    public int exitCode() {
      return exit.join();
    }

    @Override
    public String out() {
      return outText.toString();
    }

    @Override
    public String err() {
      return errText.toString();
    }

    @Override
    public void close() {
      // It ends when its connection does.
    }
  }
}
