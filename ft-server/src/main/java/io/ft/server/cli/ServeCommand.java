package io.ft.server.cli;

import io.ft.codec.Printable;
import io.ft.server.FileServer;
import io.ft.server.admin.Admin;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ft-server [options] DIR}. The settings are added as options, see {@link SettingOptions}.
 */
@Command(
    name = "ft-server",
    mixinStandardHelpOptions = true,
    versionProvider = ServeCommand.Version.class,
    sortOptions = false,
    customSynopsis = {"ft-server [options] DIR", "  or:  ft-server [options] --share NAME=DIR..."},
    description = "Serves the files below DIR, or below several folders, read-only.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM, SIGINT",
      "1:failed while it ran",
      "2:wrong usage, or a setting that is wrong",
      "3:a folder or a file cannot be used",
      "4:cannot listen on an address",
      "130:a second SIGINT ended it at once",
      "143:a second SIGTERM ended it at once"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ft-server --port 65432 /srv/files",
      "  ft-server --config /etc/ft/server.toml --check-config"
    })
final class ServeCommand implements Callable<Integer> {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int BAD_FILE = 3;
  static final int CANNOT_LISTEN = 4;

  private final Supplier<Map<String, String>> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Take settings from this file, which is in TOML; its keys are the names of the other"
              + " options. FT_SERVER_CONFIG names one, too.")
  private @Nullable Path config;

  @Option(
      names = "--check-config",
      description =
          "Say whether all settings are right, or what is wrong with them, and end: with 0 or 2.")
  private boolean checkConfig;

  ServeCommand(Supplier<Map<String, String>> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SettingsSource source =
        new SettingsSource(
            SettingOptions.given(spec.commandLine().getParseResult()), config, environment);
    try {
      ProgramSettings settings = source.load();
      source
          .unknownVariables()
          .forEach(name -> printError("warning: no setting has the variable " + name));
      if (checkConfig) {
        print("configuration is valid");
        return OK;
      }
      if (settings.logConfig() != null) {
        LogConfig.apply(settings.logConfig());
      }
      Warnings.of(settings.server()).forEach(warning -> printError("warning: " + warning));
      return serve(settings, source);
    } catch (SettingsException e) {
      e.problems().forEach(problem -> printError(problem.message()));
      return checkConfig ? USAGE : e.problems().get(0).exitCode();
    }
  }

  private int serve(ProgramSettings settings, SettingsSource source)
      throws IOException, InterruptedException {
    InetSocketAddress adminAddress = settings.admin();
    try (Notifier notifier = Notifier.of(environment.get());
        Admin admin = adminAddress == null ? null : startAdmin(adminAddress)) {
      ServerListeners listeners =
          new ServerListeners(settings.accessLog(), admin == null ? null : admin.events());
      FileServer server = start(settings, listeners);
      RunningServer running =
          new RunningServer(server, settings, source, listeners, notifier, admin);
      running.listenToSignals();
      print(
          "ft-server is listening on "
              + format(server.address())
              + ", serving "
              + settings.served());
      if (admin != null) {
        print("ft-server answers http://" + format(admin.address()) + "/metrics");
      }
      running.run();
      return OK;
    } catch (CannotListenException e) {
      printError(Objects.requireNonNull(e.getMessage()));
      return CANNOT_LISTEN;
    }
  }

  private static Admin startAdmin(InetSocketAddress address) throws CannotListenException {
    try {
      return Admin.start(address, Version.ofPackage());
    } catch (BindException e) {
      throw new CannotListenException(format(address), e);
    }
  }

  private static FileServer start(ProgramSettings settings, ServerListeners listeners)
      throws IOException {
    try {
      return FileServer.start(settings.server(), listeners);
    } catch (BindException e) {
      throw new CannotListenException(format(settings.server().address()), e);
    }
  }

  private static String format(InetSocketAddress address) {
    // The wildcard of both families, in the form that every script can take apart.
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "0.0.0.0"
            : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Printable.escape(line));
    out.flush();
  }

  private void printError(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("ft-server: " + Printable.escape(line));
    err.flush();
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ft-server " + ofPackage()};
    }

    static String ofPackage() {
      String version = ServeCommand.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }
}
