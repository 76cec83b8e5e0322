package io.ft.server;

import io.ft.server.security.TlsConfig;
import io.ft.server.security.TlsContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The settings that connections are made with, and what was read for them.
 *
 * @param tls makes TLS connections; null if TLS is not offered
 */
record Settings(ServerConfig config, @Nullable SslContext tls) {

  /**
   * Reads the certificates that {@code config} names.
   *
   * @throws IOException if one of them is not right
   */
  static Settings open(ServerConfig config) throws IOException {
    TlsConfig tls = config.security().tls();
    return new Settings(config, tls == null ? null : TlsContexts.open(tls));
  }
}
