package io.ft.client.security;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts, and as whom it shows itself. All but the token is about {@code fts} URLs.
 * Files are read at the first secure connection; what is wrong with them fails what was asked for.
 *
 * @param trust which servers it trusts
 * @param identity the certificate that it shows to a server that demands one; null for none
 * @param token what it says to a server that demands a token; null for none
 * @param tokenInClear whether the token may also be sent without TLS, where everybody on the way
 *     can read it
 * @param tokenServers who gets the token; none means every server that is asked
 */
public record ClientSecurity(
    ServerTrust trust,
    @Nullable ClientIdentity identity,
    @Nullable AccessToken token,
    boolean tokenInClear,
    Set<TokenServer> tokenServers) {

  /** Trusts the authorities that this Java trusts, and shows nothing. */
  public static final ClientSecurity STANDARD =
      new ClientSecurity(ServerTrust.SYSTEM, null, null, false);

  public ClientSecurity {
    Objects.requireNonNull(trust, "trust");
    tokenServers = Set.copyOf(tokenServers);
  }

  /** With a token for every server that is asked. */
  public ClientSecurity(
      ServerTrust trust,
      @Nullable ClientIdentity identity,
      @Nullable AccessToken token,
      boolean tokenInClear) {
    this(trust, identity, token, tokenInClear, Set.of());
  }

  /** The same with another trust. */
  public ClientSecurity with(ServerTrust trust) {
    return new ClientSecurity(trust, identity, token, tokenInClear, tokenServers);
  }

  /** The same with this certificate. */
  public ClientSecurity with(ClientIdentity identity) {
    return new ClientSecurity(trust, identity, token, tokenInClear, tokenServers);
  }

  /** The same with this token, which is sent inside of TLS alone. */
  public ClientSecurity with(AccessToken token) {
    return new ClientSecurity(trust, identity, token, tokenInClear, tokenServers);
  }

  /** What to say to a server; null for nothing. */
  public @Nullable AccessToken tokenFor(boolean secure, String host, int port) {
    boolean isFor = tokenServers.isEmpty() || tokenServers.contains(new TokenServer(host, port));
    return isFor && (secure || tokenInClear) ? token : null;
  }

  /**
   * Makes sure that a server can be asked with these settings.
   *
   * @throws IllegalArgumentException if there is a token for every server, and it would not be sent
   */
  public void check(boolean secure) {
    if (token != null && tokenServers.isEmpty() && !secure && !tokenInClear) {
      throw new IllegalArgumentException("a token is sent to fts URLs alone");
    }
  }
}
