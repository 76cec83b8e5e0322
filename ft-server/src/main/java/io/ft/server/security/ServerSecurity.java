package io.ft.server.security;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a server, and how they prove it.
 *
 * @param tls how TLS is offered; null if it is not
 * @param plainAllowed whether connections without TLS are served although it is offered
 * @param tokens the access tokens, one of which a client must have; null if it needs none
 * @param tokensInClearAllowed whether a token may come outside of TLS, where others can read it
 * @param access which addresses may connect
 * @param trustedProxies from where each connection must begin with a header of the PROXY protocol;
 *     the header of anybody else is not read
 */
public record ServerSecurity(
    @Nullable TlsConfig tls,
    boolean plainAllowed,
    @Nullable Tokens tokens,
    boolean tokensInClearAllowed,
    AccessRules access,
    List<AddressRange> trustedProxies) {

  /** Whoever can connect is served. */
  public static final ServerSecurity NONE =
      new ServerSecurity(null, false, null, false, AccessRules.ALL, List.of());

  public ServerSecurity {
    trustedProxies = List.copyOf(trustedProxies);
    if (tokens != null && tls == null && !tokensInClearAllowed) {
      throw new IllegalArgumentException(
          "tokens without TLS (expected: TLS, or tokens allowed in the clear)");
    }
  }

  /** Whether a connection without TLS is refused. */
  public boolean demandsTls() {
    return tls != null && (!plainAllowed || (tokens != null && !tokensInClearAllowed));
  }

  /** Whether a connection from {@code peer} has to begin with a header of the PROXY protocol. */
  public boolean isProxy(InetSocketAddress peer) {
    return trustedProxies.stream().anyMatch(proxy -> proxy.contains(peer));
  }

  /** The same with TLS. */
  public ServerSecurity withTls(TlsConfig offered) {
    return new ServerSecurity(
        offered, plainAllowed, tokens, tokensInClearAllowed, access, trustedProxies);
  }

  /** The same, with connections without TLS beside it. */
  public ServerSecurity withPlainAllowed(boolean allowed) {
    return new ServerSecurity(tls, allowed, tokens, tokensInClearAllowed, access, trustedProxies);
  }

  /** The same with access tokens. */
  public ServerSecurity withTokens(Tokens demanded, boolean inClearAllowed) {
    return new ServerSecurity(tls, plainAllowed, demanded, inClearAllowed, access, trustedProxies);
  }

  /** The same for other addresses. */
  public ServerSecurity withAccess(AccessRules rules) {
    return new ServerSecurity(
        tls, plainAllowed, tokens, tokensInClearAllowed, rules, trustedProxies);
  }

  /** The same behind these proxies. */
  public ServerSecurity withTrustedProxies(List<AddressRange> proxies) {
    return new ServerSecurity(tls, plainAllowed, tokens, tokensInClearAllowed, access, proxies);
  }
}
