package io.ft.server.store;

import io.netty.buffer.ByteBuf;

/**
 * All bytes of one version of a file.
 *
 * @param bytes who has this releases it
 * @param checksum their CRC32C, 0 to 2^32-1
 */
public record FileContent(ByteBuf bytes, long checksum) {}
