package io.ft.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a download that came damaged, and how: when one comes damaged again, the two
 * deliveries tell who did it.
 */
final class DamagedBlocks {

  /** A network, or a server, that damages more is not worth going on with at once. */
  private static final int MAX_BLOCKS = 1_000;

  private final Map<Long, Delivery> last = new HashMap<>();

  /**
   * One delivery of a block.
   *
   * @param announced the CRC32C that came with it
   * @param computed the CRC32C of the bytes that came
   */
  private record Delivery(long announced, long computed) {}

  /**
   * The block at {@code offset} came damaged.
   *
   * @return who did it; null if it is the first time
   */
  @Nullable Culprit add(long offset, long announced, long computed) {
    Delivery delivery = new Delivery(announced, computed);
    Delivery before = last.put(offset, delivery);
    return before == null ? null : culprit(before, delivery);
  }

  /** Whether so many are damaged that an attempt should end. */
  boolean tooMany() {
    return last.size() > MAX_BLOCKS;
  }

  /**
   * What is damaged on the way is damaged in another way each time. So two equal pairs come from
   * the server like that; and if neither sum has come twice, it is its reading that differs.
   */
  private static Culprit culprit(Delivery one, Delivery other) {
    boolean sameSum = one.announced == other.announced;
    boolean sameBytes = one.computed == other.computed;
    return sameSum == sameBytes ? Culprit.SERVER : Culprit.NETWORK;
  }
}
