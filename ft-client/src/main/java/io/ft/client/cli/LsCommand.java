package io.ft.client.cli;

import io.ft.client.ClientConfig;
import io.ft.client.FileClient;
import io.ft.client.ListingRequest;
import io.ft.client.ListingResult;
import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.ft.client.RemoteStat;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.codec.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft ls [options] URL...}. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what is in folders on a server, or a file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ft ls ft://server/",
      "  ft ls -l ft://server/logs",
      "  ft ls -r -U --json ft://server/ | jq -r 'select(.size > 1e9).url'"
    })
final class LsCommand implements Callable<Integer> {

  private static final int MAX_ENTRIES = 1_000_000;

  @Option(names = "-l", description = "Show size and time of last modification, too.")
  private boolean details;

  @Option(
      names = {"-r", "--recursive"},
      description = "Show what is in the folders below, too.")
  private boolean recursive;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = {"-U", "--unsorted"},
      description = "Show each name at once, in the server's order; needs no memory.")
  private boolean unsorted;

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      description = "Sort no more than N names, and fail if there are more (default: 1000000).")
  private @Nullable Integer maxEntries;

  @Mixin private RetryOptions retry = new RetryOptions();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "ft://HOST[:PORT]/[PATH], or fts:// for TLS")
  private List<String> urls = List.of();

  @Spec private CommandSpec spec;

  private final Output out;

  LsCommand(Output out) {
    this.out = out;
  }

  private record Place(String url, RemoteFolder folder) {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Complaints complaints = new Complaints(spec.commandLine().getErr(), out);
    List<Place> places = places();
    check(places);
    EntryPrinter printer =
        json ? new JsonPrinter(out) : new TextPrinter(out, details, urls.size() > 1);
    ExitCode gravest = ExitCode.OK;
    try (FileClient client = FileClient.create(client())) {
      InterruptHook hook = new InterruptHook(client::close);
      try {
        for (Place place : places) {
          gravest = gravest.and(complaints.about(place.url(), () -> show(place, client, printer)));
          if (out.failure() != null) {
            break;
          }
        }
      } finally {
        hook.remove();
      }
    }
    return gravest.number();
  }

  private void note(String text) {
    spec.commandLine().getErr().println(Printable.escape("ft: " + text));
  }

  private ClientConfig client() {
    try {
      return connection.client(this::note);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<Place> places() {
    if (maxEntries != null && maxEntries < 1) {
      throw new ParameterException(spec.commandLine(), "--max-entries: expected at least 1");
    }
    if (maxEntries != null && unsorted) {
      throw new ParameterException(spec.commandLine(), "--max-entries: -U keeps no names");
    }
    if (json && details) {
      throw new ParameterException(spec.commandLine(), "-l: --json shows all that it does");
    }
    List<Place> places = new ArrayList<>();
    for (String url : urls) {
      try {
        places.add(place(url));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), url + ": " + e.getMessage(), e);
      }
    }
    return places;
  }

  private void check(List<Place> places) {
    try {
      connection
          .security()
          .check(places.stream().map(each -> Asked.of(each.url(), each.folder())).toList(), spec);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Place place(String url) {
    return new Place(url, RemoteFolder.parse(url));
  }

  private void show(Place place, FileClient client, EntryPrinter printer)
      throws IOException, InterruptedException {
    try {
      ListingResult result = list(place, client, printer);
      if (result.omitted() > 0) {
        spec.commandLine()
            .getErr()
            .println(
                Complaints.line(
                    place.url(),
                    result.omitted() + " names left out, which no client can ask for"));
      }
    } catch (TransferException e) {
      if (e.error() != TransferError.NOT_FOUND || !mayBeFile(place)) {
        throw e;
      }
      showFile(place, client, printer);
    }
    printer.flush();
  }

  private ListingResult list(Place place, FileClient client, EntryPrinter printer)
      throws IOException, InterruptedException {
    RemoteFolder folder = place.folder();
    ListingRequest request =
        new ListingRequest(folder, recursive, retry.policy(), retry.maxTimeMillis());
    if (unsorted) {
      StreamedEntries entries = new StreamedEntries(place.url(), folder, printer);
      ListingResult result = client.list(request, entries).await();
      entries.complete();
      return result;
    }
    SortedEntries entries = new SortedEntries(maxEntries == null ? MAX_ENTRIES : maxEntries);
    ListingResult result = client.list(request, entries).await();
    printer.begin(place.url());
    entries.inOrder(entry -> printer.print(folder, entry));
    return result;
  }

  private static boolean mayBeFile(Place place) {
    return !place.folder().path().isEmpty() && !place.url().endsWith("/");
  }

  private void showFile(Place place, FileClient client, EntryPrinter printer)
      throws IOException, InterruptedException {
    RemoteFolder named = place.folder();
    RemoteFile file = new RemoteFile(named.secure(), named.host(), named.port(), named.path());
    RemoteStat stat = client.stat(file, false, retry.policy(), retry.maxTimeMillis()).await();
    int end = Math.max(0, file.path().length() - file.name().length() - 1);
    RemoteFolder parent =
        new RemoteFolder(named.secure(), named.host(), named.port(), file.path().substring(0, end));
    printer.begin(place.url());
    printer.print(
        parent,
        new RemoteEntry(
            RemoteEntry.Kind.FILE, file.name(), stat.sizeBytes(), stat.modified(), stat.tag()));
  }
}
