/**
 * The typed messages of a file exchange, apart from the bytes that carry them.
 *
 * <h2>Starting points</h2>
 *
 * <ul>
 *   <li>{@link io.ft.codec.Message}: what two peers can say to each other, in the order they say it
 *   <li>{@link io.ft.codec.framed.FramedServerCodec} and {@link
 *       io.ft.codec.framed.FramedClientCodec}: the framed dialect, a handler for each side
 *   <li>{@link io.ft.codec.classic.ClassicServerCodec} and {@link
 *       io.ft.codec.classic.ClassicClientCodec}: the original bytes
 *   <li>{@link io.ft.codec.DialectDetector}: serves both on one port
 * </ul>
 *
 * <p>{@code docs/protocol.md} is the normative specification of both dialects.
 */
@NullMarked
package io.ft.codec;

import org.jspecify.annotations.NullMarked;
