/**
 * Serves the files of a folder.
 *
 * <h2>Starting points</h2>
 *
 * <ul>
 *   <li>{@link io.ft.server.FileServer}: start and stop
 *   <li>{@link io.ft.server.ServerConfig}: every setting, with its unit and its default
 *   <li>{@link io.ft.server.security.ServerSecurity}: TLS, tokens, addresses and proxies
 *   <li>{@link io.ft.server.ServerEvents}: hear what it does
 * </ul>
 */
@NullMarked
package io.ft.server;

import org.jspecify.annotations.NullMarked;
