package io.ft.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code ft}: the commands. */
@Command(
    name = "ft",
    mixinStandardHelpOptions = true,
    versionProvider = FtCommand.Version.class,
    subcommands = {GetCommand.class, VersionCommand.class},
    description = "Moves files on a LAN and makes sure of them.")
final class FtCommand {

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FtCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ft " + (version == null ? "(not packaged)" : version)};
    }
  }
}
