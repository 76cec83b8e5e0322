package io.ft.client;

/**
 * Something that a client carries out, over all its attempts: what it consists of is asked for in
 * an {@link Exchange} an attempt.
 *
 * <p>{@link #attempt} and {@link #fail} are called on its writer thread, the others anywhere.
 */
interface Operation {

  /** Where to ask. */
  Server server();

  /** How to ask. */
  Dialect dialect();

  /** What to ask for: the path, not encoded. */
  String path();

  /** How long it may take with all its attempts; {@link Long#MAX_VALUE} for any time. */
  long maxTimeMillis();

  /** Begins an attempt. */
  void attempt();

  /** It will not succeed. */
  void fail(TransferException cause);
}
