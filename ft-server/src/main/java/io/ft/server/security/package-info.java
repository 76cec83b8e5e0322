/**
 * Who may use a server: TLS, access tokens, rules for addresses, and which proxies are believed.
 *
 * <p>Everything here is immutable and checked when it is made, or when its file is read.
 */
@NullMarked
package io.ft.server.security;

import org.jspecify.annotations.NullMarked;
