package io.ft.server.security;

import io.ft.server.store.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, and what it may use.
 *
 * @param name the name of its token, or of its certificate's subject; null if it has neither
 * @param permission which shares it may use
 */
public record Identity(@Nullable String name, Permission permission) {

  /** Anybody, who may use everything. */
  public static final Identity NONE = new Identity(null, Permission.ALL);
}
