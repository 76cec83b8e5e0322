package io.ft.conformance.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.server.ExchangeLimits;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.Tokens;
import io.ft.server.store.StoreOptions;
import io.ft.server.store.Symlinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that keeps the rules passes, and what cannot be tried is skipped. */
@Execution(ExecutionMode.CONCURRENT)
class RightServerTest {

  private static final String NOT_OFFERED = "what the server does not offer is unsupported";
  private static final String NO_TOKEN = "without the token nothing is served";
  private static final String WRONG_TOKEN = "with a wrong token nothing is served";

  private static Path tree(Path folder) throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Tree.create(tree);
    return tree;
  }

  @Test
  void passesAllThatCanBeTried(@TempDir Path folder) throws IOException {
    try (OurServer server = OurServer.startImpatient(tree(folder), settings -> settings)) {
      Report report = run(server.impatient());
      assertThat(names(report, Result.Outcome.FAILED)).isEmpty();
      assertThat(names(report, Result.Outcome.WEAK)).isEmpty();
      assertThat(names(report, Result.Outcome.SKIPPED))
          .containsExactlyInAnyOrder(NOT_OFFERED, NO_TOKEN, WRONG_TOKEN);
      assertThat(report.conforms()).isTrue();
    }
  }

  @Test
  void passesWithATokenAndWhatAnOperatorMayAllow(@TempDir Path folder) throws IOException {
    String token = "0123456789abcdef0123456789abcdef";
    Path tokens = folder.resolve("tokens");
    Files.createFile(
        tokens, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokens, "kit " + token + "\n");
    ServerSecurity security = ServerSecurity.NONE.withTokens(Tokens.read(tokens), true);
    ExchangeLimits few = new ExchangeLimits(100, 100, 8, 100, 10_000);
    StoreOptions store = StoreOptions.DEFAULT.withHiddenFiles(true).withSymlinks(Symlinks.INSIDE);
    try (OurServer server =
        OurServer.start(
            tree(folder),
            settings ->
                settings
                    .security(security)
                    .exchanges(few)
                    .files(store)
                    .blockSizeBytes(65_536)
                    .classicEnabled(false))) {
      Report report = run(OurServer.plain(server.address(), token));
      assertThat(names(report, Result.Outcome.FAILED)).isEmpty();
      assertThat(reasons(report))
          .containsExactlyInAnyOrder(
              "the server offers LIST and SHA256",
              "the server demands a token",
              "the client of the example has no token",
              "the server serves hidden names, as its operator may want",
              "the kit cannot change the tree (--tree)",
              "the kit does not know how long to wait (--idle-time)",
              "the kit does not know how long to wait (--handshake-deadline)",
              "classic is off (--classic)",
              "the kit cannot stop the server (--stop)");
    }
  }

  private static Report run(ServerUnderTest server) {
    Runner<ServerUnderTest> runner =
        new Runner<>(server, Pattern.compile(".*"), result -> {}, server.trace());
    return new Report("ours", runner.run(ServerCases.all()));
  }

  private static List<String> names(Report report, Result.Outcome outcome) {
    return report.results().stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> outcome == Result.Outcome.FAILED ? Report.story(result) : result.name())
        .toList();
  }

  private static List<String> reasons(Report report) {
    return report.results().stream()
        .filter(result -> result.outcome() == Result.Outcome.SKIPPED)
        .map(Result::detail)
        .distinct()
        .toList();
  }
}
