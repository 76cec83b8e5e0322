package io.ft.server.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that the operator can set: an option of the command line, a variable of the
 * environment, and a key of the config file.
 *
 * @param name as a key of the config file
 * @param kind what its values are
 * @param repeatable whether it may have several values
 * @param live whether a server that runs can take another value; otherwise it has to be started
 *     anew
 * @param standard the value that it has if nobody sets it, as it would be written; null if there is
 *     none, or if it depends on the machine or on other settings
 * @param description what it is for, in sentences, for the usage text and the manual
 * @param <T> the type of a value
 */
record Setting<T>(
    String name,
    Kind<T> kind,
    boolean repeatable,
    boolean live,
    @Nullable String standard,
    String description) {

  /** What the name of each variable begins with. */
  static final String PREFIX = "FT_SERVER_";

  /** One that a running server can take another value of. */
  static <T> Setting<T> live(
      String name, Kind<T> kind, @Nullable String standard, String description) {
    return new Setting<>(name, kind, false, true, standard, description);
  }

  /** One that a running server keeps. */
  static <T> Setting<T> fixed(
      String name, Kind<T> kind, @Nullable String standard, String description) {
    return new Setting<>(name, kind, false, false, standard, description);
  }

  /** This one, which may be given several times. */
  Setting<T> repeated() {
    return new Setting<>(name, kind, true, live, standard, description);
  }

  /** Its name on the command line. */
  String option() {
    return "--" + name;
  }

  /** Its name in the environment. */
  String variable() {
    return PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
