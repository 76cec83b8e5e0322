/**
 * Tries a peer against the rules of {@code docs/protocol.md}, from outside: a server that it
 * connects to, or a client that it starts. It shares no code with the codec, so that both cannot be
 * wrong in the same way.
 */
@NullMarked
package io.ft.conformance;

import org.jspecify.annotations.NullMarked;
