package io.ft.codec;

import java.util.EnumSet;
import java.util.Set;

/**
 * An optional part of the framed dialect. A peer announces those it understands in {@link Hello};
 * what both announce may be used. The bit is on the wire and frozen.
 *
 * <p>Announce those that you name and no others: a later version may add some, and with them
 * messages that your program does not know.
 */
public enum Feature {
  /** {@link ListRequest} is answered. */
  LIST(0),
  /** {@link FileRequest#wantsSha256()} is honoured. */
  SHA256(1);

  private final int bit;

  Feature(int bit) {
    this.bit = bit;
  }

  /** The bits of {@code features} as they stand in a Hello frame. */
  public static long toBits(Set<Feature> features) {
    long bits = 0;
    for (Feature feature : features) {
      bits |= 1L << feature.bit;
    }
    return bits;
  }

  /**
   * The features that {@code bits} name, in a new set; bits that this version does not know are
   * left out.
   */
  public static Set<Feature> fromBits(long bits) {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : values()) {
      if ((bits & (1L << feature.bit)) != 0) {
        features.add(feature);
      }
    }
    return features;
  }
}
