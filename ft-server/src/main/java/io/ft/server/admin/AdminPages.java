package io.ft.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen by HTTP.
 *
 * @param metrics all of them, in the text format of Prometheus
 * @param readiness whether new clients should come
 */
record AdminPages(Supplier<String> metrics, Supplier<Readiness> readiness) {

  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** One of them, as it is now. */
  record Page(HttpResponseStatus status, String type, String text) {}

  /** The page at {@code path}; null if there is none. */
  @Nullable Page find(String path) {
    return switch (path) {
      case "/metrics" -> new Page(HttpResponseStatus.OK, PROMETHEUS, metrics.get());
      case "/healthz" -> plain(HttpResponseStatus.OK, "alive");
      case "/readyz" -> {
        Readiness now = readiness.get();
        yield plain(
            now.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
            now.reason());
      }
      default -> null;
    };
  }

  static Page plain(HttpResponseStatus status, String text) {
    return new Page(status, PLAIN, text + "\n");
  }
}
