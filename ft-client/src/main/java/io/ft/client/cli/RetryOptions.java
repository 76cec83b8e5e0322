package io.ft.client.cli;

import io.ft.client.RetryPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how hard a command tries. Times are in seconds, with fractions. */
final class RetryOptions {

  @Option(
      names = "--retry",
      paramLabel = "N",
      description = "Try again up to N times after a passing failure (default: ${DEFAULT-VALUE}).")
  private int retries = RetryPolicy.STANDARD.maxRetries();

  @Option(
      names = "--retry-delay",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "The longest first pause (default: 1). It doubles each time, up to a minute, and each "
              + "pause is a random part of it: any of the first, at least half of the others.")
  private long retryDelayMillis = RetryPolicy.STANDARD.delayMillis();

  @Option(
      names = "--retry-max-time",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "Begin no attempt later than this after the first failure in a row.")
  private @Nullable Long retryMaxTimeMillis;

  @Option(
      names = "--retry-connrefused",
      description = "Try again also when the call never had a connection to the server.")
  private boolean retryUnreachable;

  @Option(
      names = {"-m", "--max-time"},
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "For each URL, all attempts together (default: no limit).")
  private @Nullable Long maxTimeMillis;

  /** What to do when an attempt fails. */
  RetryPolicy policy() {
    RetryPolicy standard = RetryPolicy.STANDARD;
    return new RetryPolicy(
        retries,
        retryDelayMillis,
        Math.max(retryDelayMillis, standard.maxDelayMillis()),
        retryMaxTimeMillis == null ? standard.maxTimeMillis() : retryMaxTimeMillis,
        retryUnreachable);
  }

  /** How long all attempts together may take; {@link Long#MAX_VALUE} for any time. */
  long maxTimeMillis() {
    return maxTimeMillis == null ? Long.MAX_VALUE : maxTimeMillis;
  }
}
