package io.ft.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.cli.FtCall;
import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.conformance.wire.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ft} keeps all rules that the kit knows. */
class OurClientTest {

  @Test
  @Timeout(300)
  void keepsAllRules(@TempDir Path temp) throws Exception {
    Path tokenFile = Files.writeString(temp.resolve("token"), "sesame");
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
    Trace trace = Trace.brief();
    ClientUnderTest client =
        new ClientUnderTest(
            new InProcessClient(
                EnumSet.allOf(Task.class),
                (call, out, err) -> FtCall.of(out, err, arguments(call, tokenFile))),
            Duration.ofSeconds(20),
            temp,
            trace);
    List<Result> results =
        new Runner<>(client, Pattern.compile(".*"), result -> {}, trace).run(ClientCases.all());

    assertThat(results).filteredOn(Result::isFault).extracting(Report::story).isEmpty();
    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.SKIPPED)
        .extracting(Result::detail)
        .isEmpty();
  }

  private static String[] arguments(InProcessClient.Call call, Path tokenFile) {
    List<String> words = new ArrayList<>();
    words.add(call.task() == Task.LIST ? "ls" : "get");
    words.addAll(List.of("--no-config", "--retry", "0"));
    if (call.task() != Task.LIST) {
      words.addAll(List.of("-O", call.folder().toString()));
    }
    switch (call.task()) {
      case TREE -> words.add("-r");
      case CLASSIC -> words.add("--classic");
      case TOKEN -> words.addAll(List.of("--token-file", tokenFile.toString()));
      case FETCH, MANY, LIST, RESUME -> {}
    }
    for (String path : call.paths()) {
      words.add("ft://127.0.0.1:" + call.port() + "/" + path.replace(" ", "%20"));
    }
    return words.toArray(String[]::new);
  }
}
