/**
 * The classic dialect: the bytes of the original programs. {@code docs/protocol.md}, "The classic
 * dialect", is its specification.
 *
 * <p>It has no framing, so the decoders and encoders here own its timing; see {@link
 * io.ft.codec.classic.ClassicTiming}. One exchange a connection, whose id is always 1.
 */
@NullMarked
package io.ft.codec.classic;

import org.jspecify.annotations.NullMarked;
