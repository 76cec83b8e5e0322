package io.ft.client.cli;

import io.ft.client.ClientConfig;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.Stat;
import io.ft.codec.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft stat [options] URL...}. */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what a server says about files, without fetching them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ft stat ft://server/disk.img",
      "  ft stat --sha256 --json ft://server/disk.img | jq -r .sha256"
    })
final class StatCommand implements Callable<Integer> {

  @Option(
      names = "--sha256",
      description =
          "Ask for the SHA-256 of the file, too. The server may have to read all of it; as long as "
              + "it is alive it is waited for, up to --max-time.")
  private boolean sha256;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Mixin private RetryOptions retry = new RetryOptions();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "ft://HOST[:PORT]/PATH, or fts:// for TLS")
  private List<String> urls = List.of();

  @Spec private CommandSpec spec;

  private final Output out;

  StatCommand(Output out) {
    this.out = out;
  }

  private record Question(String url, RemoteFile file) {}

  private record Answer(String url, Stat stat) {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Complaints complaints = new Complaints(spec.commandLine().getErr(), out);
    List<Question> questions = questions();
    check(questions);
    ExitCode gravest;
    try (FileClient client = FileClient.create(client())) {
      InterruptHook hook = new InterruptHook(client::close);
      try {
        gravest = show(ask(client, questions), complaints);
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

  private List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (String url : urls) {
      try {
        questions.add(question(url));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), url + ": " + e.getMessage(), e);
      }
    }
    return questions;
  }

  private void check(List<Question> questions) {
    try {
      connection
          .security()
          .check(questions.stream().map(each -> Asked.of(each.url(), each.file())).toList(), spec);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Question question(String url) {
    return new Question(url, RemoteFile.parse(url));
  }

  private List<Answer> ask(FileClient client, List<Question> questions) {
    List<Answer> asked = new ArrayList<>();
    for (Question question : questions) {
      Stat stat = client.stat(question.file(), sha256, retry.policy(), retry.maxTimeMillis());
      asked.add(new Answer(question.url(), stat));
    }
    return asked;
  }

  private ExitCode show(List<Answer> asked, Complaints complaints)
      throws InterruptedException, IOException {
    StatPrinter printer = json ? new StatJson(out) : new StatText(out);
    ExitCode gravest = ExitCode.OK;
    for (Answer each : asked) {
      gravest =
          gravest.and(
              complaints.about(each.url(), () -> printer.print(each.url(), each.stat().await())));
      if (out.failure() != null) {
        break;
      }
    }
    return gravest;
  }
}
