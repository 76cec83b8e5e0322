package io.ft.client.store;

import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one download, over as many attempts as it needs. Its methods are called on the
 * writer thread alone.
 */
public interface Destination {

  /**
   * What {@link #open} found.
   *
   * @param resumedBytes how much of the source is here already, and verified; 0 for none
   * @param startedAnew why what was here from an earlier time could not be gone on with; null if
   *     nothing was here, or it could
   */
  record Opening(long resumedBytes, @Nullable String startedAnew) {}

  /**
   * The version of the source that is here, in part or whole; {@link Tag#NONE} if there is none to
   * go on with.
   */
  Tag expectedTag() throws IOException;

  /** What is here from an earlier time is of no use: {@link #open} will start anew. */
  void forget(String reason);

  /**
   * Makes ready for the bytes of {@code source}. Called once for each attempt; later calls with the
   * same source change nothing.
   *
   * @throws TargetBusyException if another download has the same target
   * @throws TargetExistsException if the target is there and must not be replaced
   * @throws InsufficientSpaceException if the file system has no room for it
   */
  Opening open(Source source) throws IOException;

  /** The next bytes to ask for; null if all are here. */
  @Nullable Range missing();

  /** Takes bytes that are not verified yet, and releases {@code content}, whatever happens. */
  void write(long offset, ByteBuf content) throws IOException;

  /** The bytes of this block were written and are right, or cannot be checked. */
  void blockVerified(long offset, int length, int checksum) throws IOException;

  /**
   * The bytes of this block were written and are wrong.
   *
   * @return whether the blocks behind it are welcome all the same
   */
  boolean blockDamaged(long offset, int length);

  /** Whether the rest can come later, after what has come until now. */
  boolean canGoOn();

  /**
   * All bytes are here: makes them visible under the target's name.
   *
   * @param modified when the target is to have been modified last; null for now
   * @throws TargetExistsException if something has that name by now, and must not be replaced
   */
  void commit(@Nullable Instant modified) throws IOException;

  /**
   * The download failed.
   *
   * @param keep whether what was verified may be gone on with at another time
   */
  void close(boolean keep);

  /** How many bytes of the source would be here after a power failure, as far as this knows. */
  long durableBytes();
}
