package io.ft.client.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where files go, and what happens to those that are there. */
final class TargetOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write to FILE, '-' for standard output; with -r into the folder FILE. For one URL.")
  private @Nullable String output;

  @Option(
      names = {"-O", "--output-dir"},
      paramLabel = "DIR",
      description =
          "Write into DIR, under the file's or the folder's own name (default: the current folder).")
  private @Nullable Path directory;

  @ArgGroup(exclusive = true)
  private Existing existing = new Existing();

  @Option(
      names = {"-R", "--remote-time"},
      description = "Give each file the time of its source; trees have that anyway.")
  private boolean remoteTime;

  @Option(
      names = "--portable-names",
      description = "Refuse names that some system could not hold, or not hold apart.")
  private boolean portableNames;

  /** What to do about a target that is there. */
  static final class Existing {
    @Option(
        names = "--no-clobber",
        description = "Replace nothing: a target that is there and differs is a failure.")
    boolean noClobber;

    @Option(
        names = "--skip-existing",
        description = "Replace nothing: a target that is there is left alone, whatever it is.")
    boolean skip;

    @Option(names = "--force", description = "Fetch anew what is complete already, too.")
    boolean force;
  }

  /** The value of {@code -o}; null for none. */
  @Nullable String output() {
    return output;
  }

  boolean toStandardOutput() {
    return Targets.STANDARD_OUTPUT.equals(output);
  }

  /** The folder to write into. */
  Path directory() {
    return directory == null ? Path.of("") : directory;
  }

  boolean replaces() {
    return !existing.noClobber && !existing.skip;
  }

  boolean skipsExisting() {
    return existing.skip;
  }

  boolean forces() {
    return existing.force;
  }

  boolean remoteTime() {
    return remoteTime;
  }

  boolean portableNames() {
    return portableNames;
  }
}
