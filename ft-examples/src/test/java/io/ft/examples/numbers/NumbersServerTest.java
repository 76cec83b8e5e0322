package io.ft.examples.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ft.client.Dialect;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.conformance.Case;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.conformance.server.ServerCases;
import io.ft.conformance.server.ServerUnderTest;
import io.ft.examples.Loopback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersServerTest {

  private Loopback server;

  @BeforeEach
  void start() throws Exception {
    server = new Loopback(NumbersServer::start);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void listOfSeveralBlocksIsServed(Dialect dialect, @TempDir Path folder) throws Exception {
    Path target = folder.resolve("numbers");

    server.download("numbers/100000", dialect, target);

    assertThat(Files.readString(target))
        .isEqualTo(
            IntStream.range(0, 100_000)
                .mapToObj("%07d\n"::formatted)
                .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void emptyListIsServed(Dialect dialect, @TempDir Path folder) throws Exception {
    Path target = folder.resolve("numbers");

    server.download("numbers/0", dialect, target);

    assertThat(target).isEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatIsNoListIsNotThere(Dialect dialect, @TempDir Path folder) {
    assertThatThrownBy(() -> server.download("numbers/all", dialect, folder.resolve("numbers")))
        .isInstanceOfSatisfying(
            TransferException.class, e -> assertThat(e.error()).isEqualTo(TransferError.NOT_FOUND));
  }

  /** What any server must do with any single frame, right or wrong; and with its greeting. */
  @Test
  void framesAreTakenAndRefusedAsByAnyServer() {
    ServerUnderTest peer =
        new ServerUnderTest(server.address(), Duration.ofSeconds(10), null, null, null, null);
    // These need files that are not here.
    List<Case<ServerUnderTest>> cases =
        ServerCases.all().stream().filter(trial -> !trial.name().contains("READY with")).toList();

    List<Result> results =
        new Runner<>(peer, Pattern.compile("[FHN]-\\d+|X-(7|12)"), result -> {}).run(cases);

    assertThat(results)
        .hasSizeGreaterThan(100)
        .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Result.Outcome.PASSED));
  }
}
