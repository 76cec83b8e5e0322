package io.ft.server.store;

/**
 * Which shares a client may use. What it may not use does not exist for it.
 *
 * <p>Asked on any thread, for each request anew; so it must be thread-safe and must not wait.
 */
@FunctionalInterface
public interface Permission {

  /** All that there are. */
  Permission ALL = share -> true;

  /** Whether the share with this name may be used; the name of an only share may be empty. */
  boolean allows(String share);
}
