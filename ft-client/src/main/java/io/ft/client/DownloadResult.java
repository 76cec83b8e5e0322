package io.ft.client;

import io.ft.codec.Tag;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A download that succeeded: the target is complete.
 *
 * @param sizeBytes the length of the file
 * @param receivedBytes the bytes of file data that arrived, those that came twice included; 0 if
 *     the target was complete already
 * @param verifiedBytes the bytes that matched a checksum: all of them, or 0 in the classic dialect
 * @param resumedBytes the bytes that were here from an earlier time
 * @param durableBytes the bytes that would survive a power failure; 0 with {@link Durability#NONE}
 * @param retries how many attempts failed before the one that succeeded
 * @param modified when the source was last modified; null in the classic dialect
 * @param tag the version of the source; {@link Tag#NONE} in the classic dialect
 * @param remoteAddress the server that answered last; null if the connection has no such address
 * @param times where the time went
 */
public record DownloadResult(
    long sizeBytes,
    long receivedBytes,
    long verifiedBytes,
    long resumedBytes,
    long durableBytes,
    int retries,
    @Nullable Instant modified,
    Tag tag,
    @Nullable InetSocketAddress remoteAddress,
    TransferTimes times) {}
