package io.ft.server.cli;

import io.ft.codec.Printable;
import io.ft.codec.classic.ClassicTiming;
import io.ft.server.ExchangeLimits;
import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft-server [--host ADDR] [--port N] DIR}. */
@Command(
    name = "ft-server",
    mixinStandardHelpOptions = true,
    versionProvider = ServeCommand.Version.class,
    sortOptions = false,
    description = "Serves the files below DIR, read-only.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM or SIGINT",
      "1:failed while it ran",
      "2:wrong usage",
      "3:DIR cannot be served",
      "4:cannot listen on the address"
    },
    footerHeading = "%nExample:%n",
    footer = "  ft-server --port 65432 /srv/files")
final class ServeCommand implements Callable<Integer> {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int BAD_DIRECTORY = 3;
  static final int CANNOT_LISTEN = 4;

  private static final long MAX_CLASSIC_GAP_MILLIS = 60_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      description = "Address to listen on; all interfaces by default.")
  private @Nullable InetAddress host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + ServerConfig.DEFAULT_PORT,
      description = "Port to listen on, 0 for a free one; ${DEFAULT-VALUE} by default.")
  private int port;

  @Option(
      names = "--no-classic",
      description = "Refuse the classic dialect, which has no checksums.")
  private boolean noClassic;

  @Option(
      names = "--classic-gap",
      paramLabel = "MS",
      defaultValue = "500",
      description =
          "Milliseconds between the two parts of the answer to a classic client, which must see"
              + " them apart; ${DEFAULT-VALUE} by default.")
  private long classicGapMillis;

  @Option(
      names = "--max-transfers",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Transfers and listings that may run at once; further clients are told to come back. "
              + "${DEFAULT-VALUE} by default.")
  private int maxTransfers;

  @Parameters(paramLabel = "DIR", description = "The folder to serve.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (directory == null || port < 0 || port > 65_535) {
      return fail(USAGE, "port: " + port + " (expected: 0 to 65535)");
    }
    if (classicGapMillis < 1 || classicGapMillis > MAX_CLASSIC_GAP_MILLIS) {
      return fail(
          USAGE,
          "classic gap: %d (expected: 1 to %d)"
              .formatted(classicGapMillis, MAX_CLASSIC_GAP_MILLIS));
    }
    if (maxTransfers < 1) {
      return fail(USAGE, "max transfers: " + maxTransfers + " (expected: at least 1)");
    }
    if (directory.toString().isEmpty()) {
      // Java takes it for the current folder; an unset variable of a script is more likely.
      return fail(BAD_DIRECTORY, "no such folder: ''");
    }
    warnOfFileNameEncoding();
    InetSocketAddress address = new InetSocketAddress(host, port);
    FileServer server;
    try {
      server =
          FileServer.start(
              ServerConfig.of(directory, address)
                  .change()
                  .classicEnabled(!noClassic)
                  .exchanges(exchangeLimits())
                  .classicTiming(
                      new ClassicTiming(ClassicTiming.DEFAULT.settleMillis(), classicGapMillis))
                  .build());
    } catch (NoSuchFileException e) {
      return fail(BAD_DIRECTORY, "no such folder: " + directory);
    } catch (NotDirectoryException e) {
      return fail(BAD_DIRECTORY, "not a folder: " + directory);
    } catch (AccessDeniedException e) {
      return fail(BAD_DIRECTORY, "no permission to read the folder: " + directory);
    } catch (FileSystemException e) {
      return fail(BAD_DIRECTORY, "cannot serve " + directory + ": " + e.getReason());
    } catch (UnsupportedOperationException e) {
      return fail(BAD_DIRECTORY, String.valueOf(e.getMessage()));
    } catch (BindException e) {
      return fail(CANNOT_LISTEN, "cannot listen on " + format(address) + ": " + e.getMessage());
    }
    stopAtSignal(server);
    print("ft-server is listening on " + format(server.address()) + ", serving " + directory);
    Thread.currentThread().join();
    return OK;
  }

  private ExchangeLimits exchangeLimits() {
    ExchangeLimits standard = ExchangeLimits.DEFAULT;
    return new ExchangeLimits(
        maxTransfers,
        Math.min(maxTransfers, standard.maxPerAddress()),
        standard.maxPerConnection(),
        standard.maxWaiting(),
        standard.maxWaitMillis());
  }

  /** Closes the server when the process is told to end, which then ends with {@link #OK}. */
  private static void stopAtSignal(FileServer server) {
    Runnable stop =
        () -> {
          int code = OK;
          try {
            server.close();
          } catch (IOException e) {
            System.err.println("ft-server: " + Printable.escape(e.toString()));
            code = FAILED;
          }
          // A signal would make it 128 and the signal's number, which says that nobody handled it.
          Runtime.getRuntime().halt(code);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "ft-server-stop"));
  }

  /** In the POSIX locale Java cannot open a file whose name is not ASCII: it would look missing. */
  private void warnOfFileNameEncoding() {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!Charset.isSupported(encoding)
        || !Charset.forName(encoding).equals(StandardCharsets.UTF_8)) {
      printError(
          "warning: file names are "
              + encoding
              + " in this locale, so names with other characters cannot be served;"
              + " start it with LC_ALL=C.UTF-8");
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

  private int fail(int code, String message) {
    printError(message);
    return code;
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
      String version = ServeCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ft-server " + (version == null ? "(not packaged)" : version)};
    }
  }
}
