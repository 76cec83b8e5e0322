package io.ft.client.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code ft}: the commands. */
@Command(
    name = "ft",
    mixinStandardHelpOptions = true,
    versionProvider = FtCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves files on a LAN and makes sure of them.")
final class FtCommand {

  private record Subcommand(String name, Function<Output, Object> maker) {}

  // Not in the annotation: that would read the options of all of them at every start.
  private static final List<Subcommand> SUBCOMMANDS =
      List.of(
          new Subcommand("get", GetCommand::new),
          new Subcommand("ls", LsCommand::new),
          new Subcommand("stat", StatCommand::new),
          new Subcommand("version", out -> new VersionCommand()));

  /** With all commands, which print what they are asked for to {@code out}. */
  static CommandLine withAll(Output out) {
    CommandLine ft = new CommandLine(new FtCommand());
    SUBCOMMANDS.forEach(each -> ft.addSubcommand(each.name(), each.maker().apply(out)));
    Map<String, String> codes = new LinkedHashMap<>();
    Stream.of(ExitCode.values())
        .sorted(Comparator.comparing(ExitCode::number))
        .forEach(code -> codes.put(String.valueOf(code.number()), code.meaning()));
    ft.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    return ft;
  }

  /** With the command that {@code args} begin with; with all of them if they begin otherwise. */
  static CommandLine withCalled(String[] args, Output out) {
    for (Subcommand each : SUBCOMMANDS) {
      if (args.length > 0 && args[0].equals(each.name())) {
        return new CommandLine(new FtCommand()).addSubcommand(each.name(), each.maker().apply(out));
      }
    }
    return withAll(out);
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FtCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ft " + (version == null ? "(not packaged)" : version)};
    }
  }
}
