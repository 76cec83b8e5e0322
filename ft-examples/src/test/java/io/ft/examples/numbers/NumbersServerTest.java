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
import io.ft.conformance.vectors.Vectors;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Trace;
import io.ft.examples.Loopback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** What any server must do with any single frame, right or wrong, outside of an exchange. */
  @Test
  void framesAreTakenAndRefusedAsByAnyServer() {
    Trace trace = Trace.none();
    ServerUnderTest peer =
        new ServerUnderTest(
            server.address(), Duration.ofSeconds(10), null, null, null, null, null, null, trace);
    Set<String> names =
        Stream.concat(
                Vectors.malformed().stream()
                    .filter(vector -> vector.sender() == FrameType.Sender.CLIENT)
                    .filter(vector -> !vector.state().equals("asked"))
                    .map(vector -> "refuses " + vector.name()),
                Vectors.skipped().stream().map(vector -> "skips " + vector.name()))
            .collect(Collectors.toSet());
    List<Case<ServerUnderTest>> cases =
        ServerCases.all().stream().filter(trial -> names.contains(trial.name())).toList();

    List<Result> results =
        new Runner<>(peer, Pattern.compile(".*"), result -> {}, trace).run(cases);

    assertThat(results)
        .hasSameSizeAs(names)
        .hasSizeGreaterThan(80)
        .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Result.Outcome.PASSED));
  }
}
