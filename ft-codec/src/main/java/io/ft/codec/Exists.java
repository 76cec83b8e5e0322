package io.ft.codec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server has the file and holds it open.
 *
 * @param id the exchange
 * @param size the file's length in bytes
 * @param modified when the file was last modified; null in the classic dialect
 * @param tag the version of the file; {@link Tag#NONE} in the classic dialect
 * @param blockSizeBytes where blocks end: at each multiple of this, counted from the start of the
 *     file, and at the end of what was asked for; {@link Limits#MIN_BLOCK_BYTES} to {@link
 *     Limits#MAX_BLOCK_BYTES}
 * @param sha256 the digest of the whole file in hexadecimal, null unless it was asked for
 */
public record Exists(
    int id,
    long size,
    @Nullable Instant modified,
    Tag tag,
    int blockSizeBytes,
    @Nullable String sha256)
    implements Message {

  /** The bytes of a SHA-256. */
  public static final int SHA256_BYTES = 32;

  public Exists {
    Checks.exchangeId(id);
    Checks.notNegative("size", size);
    Checks.inRange(
        "blockSizeBytes", blockSizeBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    if (sha256 != null) {
      Checks.lowerCaseHex("sha256", sha256);
      if (sha256.length() != 2 * SHA256_BYTES) {
        throw new IllegalArgumentException(
            "sha256: " + sha256.length() + " digits (expected: " + 2 * SHA256_BYTES + ")");
      }
    }
  }

  @Override
  public MessageType type() {
    return MessageType.EXISTS;
  }
}
