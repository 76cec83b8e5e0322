package io.ft.server;

import io.ft.server.store.FileStore;
import java.util.function.Consumer;

/**
 * Something to do on a worker, and what becomes of it on the event loop.
 *
 * @param done takes the result
 * @param failed takes what was thrown instead
 */
record Work<T>(Task<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {

  /** What is done on the worker. */
  interface Task<T> {
    T run(FileStore.Visit visit) throws Exception;
  }

  /** Does it; what this returns is to be run on the loop. */
  Runnable run(FileStore.Visit visit) {
    T result;
    try {
      result = task.run(visit);
    } catch (Throwable e) {
      return fail(e);
    }
    return () -> done.accept(result);
  }

  /** Does not do it; what this returns is to be run on the loop. */
  Runnable fail(Throwable cause) {
    return () -> failed.accept(cause);
  }
}
