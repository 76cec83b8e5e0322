/**
 * Whom a client trusts, and as whom it shows itself: TLS, keys, certificates and tokens.
 *
 * <p>Start at {@link io.ft.client.security.ClientSecurity}. Nothing of {@code javax.net.ssl} and of
 * Netty's TLS is loaded before the first secure connection.
 */
@NullMarked
package io.ft.client.security;

import org.jspecify.annotations.NullMarked;
