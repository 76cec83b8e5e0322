package io.ft.client.cli;

import io.ft.client.Dialect;
import io.ft.client.DownloadOptions;
import io.ft.client.FileClient;
import io.ft.client.tree.TargetFolders;
import io.ft.client.tree.TreeEntry;
import io.ft.client.tree.TreeSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ft get [options] URL...}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Downloads files and verifies them; a target appears when it is complete. A download that "
            + "was cut short goes on where it was.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ft get ft://server/disk.img",
      "  ft get -O /data ft://server/a.iso ft://server:7000/b.iso",
      "  ft get -o - ft://server/logs.tar | tar x",
      "  ft get -r -O /srv/mirror --exclude '*.tmp' ft://server/pub",
      "  ft get 'ft://server/logs/2026-*/*.gz'",
      "  ft get --files-from wanted.txt ft://server/photos/",
      "  ft get --cacert ca.pem fts://server/disk.img",
      "  ft get --retry 20 --retry-max-time 600 --durable full ft://server/backup.img",
      "",
      "A path is percent-encoded UTF-8: ft://server/release%%20notes.txt"
    })
final class GetCommand implements Callable<Integer> {

  /** So many that a connection has always more to do than it can have on its way. */
  private static final int FILES_AT_ONCE = 1_024;

  @Mixin private SourceOptions sources = new SourceOptions();

  @Mixin private TargetOptions targets = new TargetOptions();

  @Option(
      names = "--fail-fast",
      description = "Stop everything when one file fails; otherwise the others go on.")
  private boolean failFast;

  @Option(names = "--classic", description = "Speak the original server's dialect (no checksums).")
  private boolean classic;

  @Mixin private TransferOptions options = new TransferOptions();

  @Mixin private ReportOptions reporting = new ReportOptions();

  @Spec private CommandSpec spec;

  private final Output out;

  /** Prints to {@code out} what a script asks for. */
  GetCommand(Output out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Report report = reporting.report(out, spec.commandLine().getErr());
    return report.finished(get(report)).number();
  }

  private ExitCode get(Report report) throws InterruptedException {
    List<Wanted> wanted;
    try {
      wanted = wanted();
    } catch (IllegalArgumentException e) {
      return usage(report, e);
    }
    Failures failures = new Failures(report, failFast);
    try (FileClient client = FileClient.create(options.client(report::note))) {
      InterruptHook hook = new InterruptHook(() -> interrupted(client, report));
      try {
        fetch(client, wanted, report, failures);
      } finally {
        hook.remove();
      }
    } catch (IllegalArgumentException e) {
      return usage(report, e);
    }
    return failures.gravest();
  }

  private static void interrupted(FileClient client, Report report) {
    client.close();
    report.finished(ExitCode.INTERRUPTED);
  }

  private static ExitCode usage(Report report, IllegalArgumentException problem) {
    report.failed("get", ExitCode.USAGE, String.valueOf(problem.getMessage()));
    return ExitCode.USAGE;
  }

  private List<Wanted> wanted() {
    sources.check();
    if (options.security().usesStandardInput() && sources.readsStandardInput()) {
      throw new IllegalArgumentException(
          "--token-file - and --files-from - both want standard input");
    }
    List<Wanted> wanted = new WantedList(sources, System.in).read();
    List<Asked> asked = wanted.stream().map(Wanted::asked).toList();
    if (classic) {
      checkClassic(asked);
    }
    options.security().check(asked, spec);
    boolean lists = wanted.stream().anyMatch(each -> !(each instanceof Wanted.File));
    if (sources.filters() && !lists) {
      throw new IllegalArgumentException("--include and --exclude are for trees and patterns");
    }
    if (classic && lists) {
      throw new IllegalArgumentException("--classic cannot list folders");
    }
    if (targets.output() != null && (sources.urls().size() != 1 || sources.filesFrom() != null)) {
      throw new IllegalArgumentException("-o is for one URL");
    }
    if (targets.output() != null && wanted.get(0) instanceof Wanted.Matches) {
      throw new IllegalArgumentException("-o is for one URL without a pattern (see --globoff)");
    }
    if (targets.toStandardOutput() && lists) {
      throw new IllegalArgumentException("-o - is for one file");
    }
    if (targets.toStandardOutput() && reporting.usesStandardOutput()) {
      throw new IllegalArgumentException("-o - and --json both want standard output");
    }
    if (targets.toStandardOutput() && options.wantsDurability()) {
      throw new IllegalArgumentException("--durable is for files");
    }
    return wanted;
  }

  private void checkClassic(List<Asked> asked) {
    for (Asked each : asked) {
      if (each.secure()) {
        throw new IllegalArgumentException(each.url() + ": --classic has no TLS");
      }
    }
    if (FtCommand.gives(spec, "--token-file")) {
      throw new IllegalArgumentException("--classic has no tokens");
    }
  }

  private void fetch(FileClient client, List<Wanted> wanted, Report report, Failures failures)
      throws InterruptedException {
    DownloadOptions downloads = options.download();
    downloads =
        downloads
            .withResume(downloads.resume() && !targets.forces())
            .withReplace(targets.replaces());
    TreeSearch search =
        new TreeSearch(
            client,
            downloads.retry(),
            downloads.maxTimeMillis(),
            sources.filter(),
            sources.maxEntries());
    Planner planner =
        new Planner(
            search,
            sources.recursive(),
            targets,
            downloads,
            classic ? Dialect.CLASSIC : Dialect.FRAMED,
            failures);
    Plan plan = planner.plan(wanted);
    report.planned(plan.named().size(), 0);
    report.planned(plan.files().size(), plan.bytes());
    TargetFolders folders = planner.folders();
    make(plan, folders, failures);
    Fetcher fetcher =
        new Fetcher(client, report, failures, folders, targets.skipsExisting(), FILES_AT_ONCE);
    fetcher.fetch(plan.iterator());
    new FolderTimes(planner.directory()).set(plan.folders(), failures);
  }

  private static void make(Plan plan, TargetFolders folders, Failures failures) {
    for (TreeEntry folder : plan.folders()) {
      try {
        folders.make(Path.of(folder.path()));
      } catch (IOException e) {
        failures.add(folder.path(), ExitCode.CANNOT_WRITE, "cannot write: " + e.getMessage());
      }
    }
  }
}
