package io.ft.client;

import io.ft.codec.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about a file.
 *
 * @param sizeBytes its length
 * @param modified when it was last modified
 * @param tag its version
 * @param sha256 the digest of the whole file in that version, in lower-case hexadecimal; null
 *     unless it was asked for
 */
public record RemoteStat(long sizeBytes, Instant modified, Tag tag, @Nullable String sha256) {}
