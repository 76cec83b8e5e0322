package io.ft.server.security;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may connect.
 *
 * @param allowed who may; empty for all
 * @param denied who may not, even if allowed
 */
public record AccessRules(List<AddressRange> allowed, List<AddressRange> denied) {

  /** Everybody may. */
  public static final AccessRules ALL = new AccessRules(List.of(), List.of());

  public AccessRules {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /** Whether {@code client} may; one whose address cannot be told may only if all may. */
  public boolean admits(@Nullable InetSocketAddress client) {
    if (allowed.isEmpty() && denied.isEmpty()) {
      return true;
    }
    if (client == null || client.isUnresolved()) {
      return false;
    }
    return denied.stream().noneMatch(range -> range.contains(client))
        && (allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(client)));
  }
}
