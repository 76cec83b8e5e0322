package io.ft.client.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ft}: the commands. */
@Command(
    name = "ft",
    mixinStandardHelpOptions = true,
    versionProvider = FtCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves files on a LAN and makes sure of them.")
final class FtCommand {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Take what no option says from FILE, instead of ~/.config/ft/config. A line of it is "
              + "OPTION = VALUE. The environment goes before it: FT_SOME_OPTION for --some-option.")
  private @Nullable Path config;

  @Option(names = "--no-config", scope = ScopeType.INHERIT, description = "Read no config file.")
  private boolean withoutConfig;

  private Set<String> setElsewhere = Set.of();

  /** Has options, by their long names, be known as not given by the user in this call. */
  void setElsewhere(Set<String> options) {
    setElsewhere = options;
  }

  /** Whether the user gave an option of {@code command}, called as here, in this call. */
  static boolean gives(CommandSpec command, String option) {
    FtCommand ft = (FtCommand) command.root().userObject();
    return command.commandLine().getParseResult().hasMatchedOption(option)
        && !ft.setElsewhere.contains(option);
  }

  @Nullable Path config() {
    return config;
  }

  boolean withoutConfig() {
    return withoutConfig;
  }

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
    addExitCodes(ft.getCommandSpec());
    return ft;
  }

  /** Has the help of a command tell its exit codes. */
  static void addExitCodes(CommandSpec command) {
    Map<String, String> codes = new LinkedHashMap<>();
    Stream.of(ExitCode.values())
        .sorted(Comparator.comparing(ExitCode::number))
        .forEach(code -> codes.put(String.valueOf(code.number()), code.meaning()));
    command.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
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
