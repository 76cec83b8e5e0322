package io.ft.conformance.cli;

import io.ft.conformance.Report;
import io.ft.conformance.Runner;
import io.ft.conformance.server.ServerCases;
import io.ft.conformance.server.ServerUnderTest;
import io.ft.conformance.server.Tree;
import io.ft.conformance.wire.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft-conformance server HOST PORT}. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    versionProvider = ConformanceMain.Version.class,
    description = {
      "Tries the server at HOST and PORT, which serves what 'tree' has made and has nothing else to do.",
      "Without further options, what cannot be tried is skipped, and the report says why. Ends with 0 if no case failed, 1 if one did, 2 if it could not begin."
    })
final class ServerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();

  @Parameters(index = "0", paramLabel = "HOST", description = "Its address.")
  private String host = "";

  @Parameters(index = "1", paramLabel = "PORT", description = "Its port.")
  private int port;

  @Option(
      names = "--patience",
      paramLabel = "MS",
      defaultValue = "10000",
      description = "How long it may take for a step, ${DEFAULT-VALUE} by default.")
  private long patienceMillis;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "Where the tree lies, for cases that change it. The server must see it, too.")
  private @Nullable Path folder;

  @Option(
      names = "--handshake-deadline",
      paramLabel = "MS",
      description = "The one that the server was started with, for cases that wait for it.")
  private @Nullable Long handshakeMillis;

  @Option(
      names = "--idle-time",
      paramLabel = "MS",
      description = "The one that the server was started with, for cases that wait for it.")
  private @Nullable Long idleMillis;

  @Option(
      names = "--classic",
      paramLabel = "MS",
      description = "The server speaks classic, with this settle time; 20 is the default of ft.")
  private @Nullable Long settleMillis;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The server demands a token, and this is a good one.")
  private @Nullable String token;

  @Option(
      names = "--stop",
      paramLabel = "COMMAND",
      description = "Makes the server drain its connections and end, for the last case of all.")
  private @Nullable String stop;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Trace trace = output.trace();
    ServerUnderTest server =
        new ServerUnderTest(
            new InetSocketAddress(host, port),
            Duration.ofMillis(patienceMillis),
            folder,
            duration(handshakeMillis),
            duration(idleMillis),
            duration(settleMillis),
            token,
            stop == null ? null : new StopCommand(stop),
            trace);
    String obstacle = obstacle(server);
    if (obstacle != null) {
      spec.commandLine().getErr().println(obstacle);
      return CommandLine.ExitCode.USAGE;
    }
    Runner<ServerUnderTest> runner =
        new Runner<>(server, output.chosen(), result -> output.show(out, result), trace);
    return output.finish(out, new Report(host + " " + port, runner.run(ServerCases.all())));
  }

  /** Why no case can be tried, which otherwise every single one would tell; null if it can. */
  private @Nullable String obstacle(ServerUnderTest server) {
    try {
      server.connect().close();
    } catch (IOException e) {
      return "no server at %s %d: %s".formatted(host, port, e.getMessage());
    }
    if (folder != null && !Files.exists(folder.resolve(Tree.SMALL))) {
      return "--tree: what 'tree' makes is not in " + folder;
    }
    return null;
  }

  private static @Nullable Duration duration(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
