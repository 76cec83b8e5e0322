package io.ft.client.store;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a part file.
 *
 * @param bootId the run of the machine in which it was written
 * @param stamp the part file when this was recorded; null where the system does not tell
 * @param blocks the blocks that were verified and written, and the source that they belong to
 */
record PartState(String bootId, @Nullable FileStamp stamp, Blocks blocks) {

  Source source() {
    return blocks.source();
  }

  /**
   * Whether nothing can have happened to {@code part} since this was recorded: the machine has run
   * without a break, and nobody has written to it.
   */
  boolean stillHolds(@Nullable FileStamp part) {
    return BootId.isCurrent(bootId) && stamp != null && stamp.equals(part);
  }
}
