/**
 * The framed dialect: binary frames, each protected by checksums, any number of exchanges on one
 * connection. {@code docs/protocol.md}, "The framed dialect", is its specification.
 *
 * <p>Start at {@link io.ft.codec.framed.FramedServerCodec} or {@link
 * io.ft.codec.framed.FramedClientCodec}.
 */
@NullMarked
package io.ft.codec.framed;

import org.jspecify.annotations.NullMarked;
