package io.ft.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells one run of the machine from another: what a process wrote is lost in a crash of the machine
 * only, since until then the system keeps it in memory.
 */
final class BootId {

  /** The run of the machine is not known; it is equal to none, itself included. */
  static final String UNKNOWN = "";

  private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

  private static final String CURRENT = read();

  private BootId() {}

  /** This run of the machine; {@link #UNKNOWN} where the system does not tell. */
  static String current() {
    return CURRENT;
  }

  /** Whether {@code id} is this run of the machine. */
  static boolean isCurrent(String id) {
    return !id.equals(UNKNOWN) && id.equals(CURRENT);
  }

  private static String read() {
    try {
      return Files.readString(SOURCE).strip();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
