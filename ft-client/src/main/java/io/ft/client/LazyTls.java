package io.ft.client;

import io.ft.client.security.ClientSecurity;
import io.ft.client.security.SecuritySetupException;
import io.ft.client.security.TlsContext;
import org.jspecify.annotations.Nullable;

/** The TLS of a client, set up for the first connection that needs it. Thread-safe. */
final class LazyTls {

  private final ClientSecurity security;

  /** Guarded by this. */
  private @Nullable TlsContext context;

  LazyTls(ClientSecurity security) {
    this.security = security;
  }

  /**
   * The TLS for another connection to this server. Waits for the disk.
   *
   * @throws SecuritySetupException if it cannot be set up; it is tried again the next time
   */
  TlsContext preparedFor(String host, int port) throws SecuritySetupException {
    TlsContext prepared = get();
    prepared.prepare(host, port);
    return prepared;
  }

  private synchronized TlsContext get() throws SecuritySetupException {
    if (context == null) {
      context = TlsContext.load(security);
    }
    return context;
  }
}
