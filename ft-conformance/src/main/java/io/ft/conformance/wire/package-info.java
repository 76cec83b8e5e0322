/**
 * The bytes of the framed dialect, written and read without the codec. The readers are strict: what
 * breaks a rule is a {@link io.ft.conformance.Violation} with the id of the rule in its message.
 * The writers write anything, since a peer is to be tried with what breaks rules, too.
 */
@NullMarked
package io.ft.conformance.wire;

import org.jspecify.annotations.NullMarked;
