package io.ft.client;

import io.ft.codec.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A download that succeeded: the target is complete.
 *
 * @param sizeBytes the length of the file
 * @param verifiedBytes the bytes that matched a checksum: all of them, or 0 in the classic dialect
 * @param modified when the source was last modified; null in the classic dialect
 * @param tag the version of the source; {@link Tag#NONE} in the classic dialect
 */
public record DownloadResult(
    long sizeBytes, long verifiedBytes, @Nullable Instant modified, Tag tag) {}
