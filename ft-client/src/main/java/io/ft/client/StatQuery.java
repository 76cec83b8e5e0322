package io.ft.client;

import java.util.concurrent.Executor;

/** A question about a file over all its attempts. */
final class StatQuery extends Query<RemoteStat> {

  private final RemoteFile file;
  private final boolean sha256;
  private final long maxTimeMillis;

  StatQuery(
      RemoteFile file,
      boolean sha256,
      RetryPolicy retry,
      long maxTimeMillis,
      Stat stat,
      Host host) {
    super(file.server(), retry, stat, host);
    this.file = file;
    this.sha256 = sha256;
    this.maxTimeMillis = maxTimeMillis;
  }

  @Override
  public Server server() {
    return file.server();
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public long maxTimeMillis() {
    return maxTimeMillis;
  }

  @Override
  Exchange exchange(Executor writer, ClientConfig config) {
    return new StatExchange(file, sha256, this::answered, writer, config, this);
  }

  @Override
  boolean forget() {
    return true;
  }
}
