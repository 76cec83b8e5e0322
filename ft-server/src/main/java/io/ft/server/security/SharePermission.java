package io.ft.server.security;

import io.ft.server.store.Permission;
import java.util.Set;

/**
 * Allows some shares.
 *
 * @param shares their names
 */
record SharePermission(Set<String> shares) implements Permission {

  SharePermission {
    shares = Set.copyOf(shares);
  }

  @Override
  public boolean allows(String share) {
    return shares.contains(share);
  }
}
