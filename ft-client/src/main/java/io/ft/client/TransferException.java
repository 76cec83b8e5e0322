package io.ft.client;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A download, a listing or a question did not succeed. The target of a download is as it was
 * before. What was verified is kept beside it, where that helps: the same download, started again,
 * goes on from there.
 */
public final class TransferException extends IOException {

  private static final long serialVersionUID = 1L;

  private final TransferError error;
  private final @Nullable Culprit culprit;
  private final boolean retryable;
  private final boolean goingAway;
  private final double chance;
  private final long retryAfterMillis;
  private final long receivedBytes;
  private final long verifiedBytes;
  private final long durableBytes;

  TransferException(TransferError error, String message) {
    this(error, error.retryable(), message, null, null, false, 0, newChance(), 0, 0, 0);
  }

  TransferException(TransferError error, String message, Throwable cause) {
    this(error, error.retryable(), message, cause, null, false, 0, newChance(), 0, 0, 0);
  }

  private TransferException(
      TransferError error,
      boolean retryable,
      @Nullable String message,
      @Nullable Throwable cause,
      @Nullable Culprit culprit,
      boolean goingAway,
      long retryAfterMillis,
      double chance,
      long receivedBytes,
      long verifiedBytes,
      long durableBytes) {
    super(message, cause);
    this.error = error;
    this.retryable = retryable;
    this.culprit = culprit;
    this.goingAway = goingAway;
    this.retryAfterMillis = retryAfterMillis;
    this.chance = chance;
    this.receivedBytes = receivedBytes;
    this.verifiedBytes = verifiedBytes;
    this.durableBytes = durableBytes;
  }

  /** The server asks to wait so long before it is asked again. */
  static TransferException retryAfter(TransferError error, String message, long retryAfterMillis) {
    return new TransferException(
        error,
        error.retryable(),
        message,
        null,
        null,
        false,
        retryAfterMillis,
        newChance(),
        0,
        0,
        0);
  }

  /** The connection ended in the TLS handshake, and nobody has said why: that can pass. */
  static TransferException lostHandshake(String message, Throwable cause) {
    return new TransferException(
        TransferError.TLS_FAILED, true, message, cause, null, false, 0, newChance(), 0, 0, 0);
  }

  /** The server is being stopped, and ends what runs in good order. */
  static TransferException goingAway(String message, long retryAfterMillis) {
    return new TransferException(
        TransferError.ENDED_EARLY,
        TransferError.ENDED_EARLY.retryable(),
        message,
        null,
        null,
        true,
        retryAfterMillis,
        newChance(),
        0,
        0,
        0);
  }

  /** Bytes were damaged, and it is known by whom. */
  static TransferException damaged(String message, Culprit culprit, @Nullable Throwable cause) {
    return new TransferException(
        TransferError.CHECKSUM_MISMATCH,
        TransferError.CHECKSUM_MISMATCH.retryable(),
        message,
        cause,
        culprit,
        false,
        0,
        newChance(),
        0,
        0,
        0);
  }

  private static double newChance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** The same failure, with how far the download had come. */
  TransferException after(long receivedBytes, long verifiedBytes, long durableBytes) {
    return new TransferException(
        error,
        retryable,
        getMessage(),
        getCause(),
        culprit,
        goingAway,
        retryAfterMillis,
        chance,
        receivedBytes,
        verifiedBytes,
        durableBytes);
  }

  /** What went wrong. */
  public TransferError error() {
    return error;
  }

  /**
   * Whether the same download can succeed when it is started again. Mostly that is the error's; but
   * a TLS handshake may also have failed because the connection broke.
   */
  public boolean retryable() {
    return retryable;
  }

  /** Who damaged the bytes; null if that is not known, or something else went wrong. */
  public @Nullable Culprit culprit() {
    return culprit;
  }

  /** How long the server asks to wait before it is asked again, in milliseconds; 0 for not. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Whether it failed because the server is being stopped, and has said so. */
  boolean isGoingAway() {
    return goingAway;
  }

  /** Drawn once for all that fails by it, from 0 to 1: where in its range their pause lies. */
  double chance() {
    return chance;
  }

  /** The bytes of file data that had arrived in this download, those that came twice included. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** The bytes of the file that are here and match their checksums, from earlier times included. */
  public long verifiedBytes() {
    return verifiedBytes;
  }

  /**
   * Those of the verified bytes that would survive a power failure; 0 with {@link Durability#NONE}.
   */
  public long durableBytes() {
    return durableBytes;
  }
}
