package io.ft.client.cli;

import io.ft.client.Dialect;
import io.ft.client.Download;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.codec.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
      "  ft get --retry 20 --retry-max-time 600 --durable full ft://server/backup.img",
      "",
      "A path is percent-encoded UTF-8: ft://server/release%%20notes.txt"
    })
final class GetCommand implements Callable<Integer> {

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Write to FILE, '-' for standard output; for one URL only.")
  private @Nullable String file;

  @Option(
      names = "-O",
      paramLabel = "DIR",
      description = "Write into DIR, under the file's own name; the current folder by default.")
  private @Nullable Path directory;

  @Option(names = "--classic", description = "Speak the original server's dialect (no checksums).")
  private boolean classic;

  @Mixin private TransferOptions options = new TransferOptions();

  @Parameters(arity = "1..*", paramLabel = "URL", description = "ft://HOST[:PORT]/PATH")
  private List<String> urls = List.of();

  @Spec private CommandSpec spec;

  private record Job(String url, DownloadRequest request) {}

  private record Running(String url, Download download) {}

  @Override
  public Integer call() throws InterruptedException {
    Progress progress = new Progress(spec.commandLine().getErr(), Terminal.ofStandardError());
    Targets targets = new Targets(file, directory);
    List<Job> jobs = new ArrayList<>();
    for (String url : urls) {
      try {
        jobs.add(new Job(url, request(url, targets)));
      } catch (IllegalArgumentException e) {
        complain(progress, url, e.getMessage());
        return ExitCode.USAGE.number();
      } catch (IOException e) {
        complain(progress, url, "cannot write: " + e.getMessage());
        return ExitCode.CANNOT_WRITE.number();
      }
    }
    return download(jobs, progress).number();
  }

  private DownloadRequest request(String url, Targets targets) throws IOException {
    if (file != null && urls.size() > 1) {
      throw new IllegalArgumentException("-o is for one URL");
    }
    if (Targets.STANDARD_OUTPUT.equals(file) && options.wantsDurability()) {
      throw new IllegalArgumentException("--durable is for files");
    }
    RemoteFile source = RemoteFile.parse(url);
    return new DownloadRequest(
        source, targets.of(source), classic ? Dialect.CLASSIC : Dialect.FRAMED, options.download());
  }

  private ExitCode download(List<Job> jobs, Progress progress) throws InterruptedException {
    try (FileClient client = FileClient.create(options.client())) {
      InterruptHook hook = new InterruptHook(client::close);
      List<Running> running = new ArrayList<>();
      for (Job job : jobs) {
        Download download =
            client.start(job.request(), progress.follow(job.url(), job.request().source().name()));
        running.add(new Running(job.url(), download));
      }
      ExitCode gravest = ExitCode.OK;
      for (Running each : running) {
        gravest = gravest.and(await(each, progress));
      }
      hook.remove();
      return gravest;
    }
  }

  private static ExitCode await(Running running, Progress progress) throws InterruptedException {
    try {
      running.download().await();
      return ExitCode.OK;
    } catch (TransferException e) {
      if (e.error() != TransferError.CANCELLED) {
        complain(progress, running.url(), e.getMessage());
      }
      return ExitCode.of(e.error());
    }
  }

  private static void complain(Progress progress, String url, @Nullable String problem) {
    progress.say(Printable.escape("ft: " + url + ": " + problem));
  }
}
