package io.ft.client.store;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When the content of a file was changed last, as it can be set. */
public final class ModifiedTime {

  private ModifiedTime() {}

  /**
   * The time to set. Java (17 to 25 at least) takes one before 1970 with a fraction of a second for
   * 1970 itself, so such a one goes without its fraction.
   */
  public static FileTime of(Instant modified) {
    boolean isBeforeEpoch = modified.isBefore(Instant.EPOCH);
    return FileTime.from(isBeforeEpoch ? modified.truncatedTo(ChronoUnit.SECONDS) : modified);
  }
}
