package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.TransferError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts depend on these numbers: none may ever change. */
class ExitCodeTest {

  private static final Path DOCUMENTATION = Path.of("..", "docs", "cli.md");
  private static final Pattern TABLE_ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\|");

  @Test
  void numbersAreFrozen() {
    Map<String, Integer> numbers =
        Arrays.stream(ExitCode.values())
            .collect(Collectors.toMap(ExitCode::name, ExitCode::number));

    assertThat(numbers)
        .containsOnly(
            entry("OK", 0),
            entry("INTERNAL", 1),
            entry("USAGE", 2),
            entry("HOST_NOT_RESOLVED", 6),
            entry("CANNOT_CONNECT", 7),
            entry("PROTOCOL", 8),
            entry("ENDED_EARLY", 18),
            entry("CANNOT_WRITE", 23),
            entry("TIMED_OUT", 28),
            entry("CANNOT_BIND", 45),
            entry("TLS_FAILED", 35),
            entry("BAD_IDENTITY", 58),
            entry("UNTRUSTED_SERVER", 60),
            entry("UNAUTHORIZED", 67),
            entry("BAD_AUTHORITIES", 77),
            entry("PIN_MISMATCH", 90),
            entry("NOT_FOUND", 78),
            entry("CHECKSUM_MISMATCH", 110),
            entry("SOURCE_CHANGED", 111),
            entry("SERVER_BUSY", 112),
            entry("SERVER_FAILED", 113),
            entry("DISK_FULL", 114),
            entry("TARGET_BUSY", 115),
            entry("STALLED", 116),
            entry("SERVER_CANNOT_READ", 117),
            entry("UNSUPPORTED", 118),
            entry("TARGET_EXISTS", 119),
            entry("TOO_MANY_ENTRIES", 120),
            entry("NAME_REFUSED", 121),
            entry("INTERRUPTED", 130),
            entry("OUTPUT_CLOSED", 141));
  }

  @ParameterizedTest
  @EnumSource
  void everyErrorHasItsOwnNumber(TransferError error) {
    ExitCode code = ExitCode.of(error);

    assertThat(code.name())
        .isEqualTo(error == TransferError.CANCELLED ? "INTERRUPTED" : error.name());
  }

  @ParameterizedTest
  @CsvSource({
    "OK, OK, OK",
    "OK, NOT_FOUND, NOT_FOUND",
    "NOT_FOUND, SOURCE_CHANGED, SOURCE_CHANGED",
    "SERVER_FAILED, ENDED_EARLY, ENDED_EARLY",
    "CHECKSUM_MISMATCH, TIMED_OUT, CHECKSUM_MISMATCH",
    "CHECKSUM_MISMATCH, CANNOT_CONNECT, CANNOT_CONNECT",
    "CANNOT_WRITE, CANNOT_CONNECT, CANNOT_WRITE",
    "CANNOT_WRITE, INTERNAL, INTERNAL",
    "INTERRUPTED, INTERNAL, INTERRUPTED"
  })
  void graverOfTwoCounts(ExitCode one, ExitCode other, ExitCode graver) {
    assertThat(one.and(other)).isEqualTo(graver);
    assertThat(other.and(one)).isEqualTo(graver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "get --help", "ls --help", "stat --help"})
  void helpHasTheSameTable(String call) {
    String help = FtRun.of(call.split(" ")).out().replaceAll("\\s+", " ");

    assertThat(ExitCode.values())
        .allSatisfy(code -> assertThat(help).contains(" " + code.number() + " " + code.meaning()));
  }

  @Test
  void documentationHasTheSameTable() throws IOException {
    assumeTrue(Files.exists(DOCUMENTATION), "the documentation is not beside the module");
    Map<Integer, String> documented = new HashMap<>();
    for (String line : clientSection()) {
      Matcher row = TABLE_ROW.matcher(line);
      if (row.matches()) {
        documented.put(Integer.valueOf(row.group(1)), row.group(2));
      }
    }

    assertThat(documented)
        .isEqualTo(
            Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(ExitCode::number, ExitCode::meaning)));
  }

  @Test
  void documentationHasTheSameOrder() throws IOException {
    assumeTrue(Files.exists(DOCUMENTATION), "the documentation is not beside the module");
    // Wrong usage is found before anything is fetched, so it meets no other.
    String order =
        Arrays.stream(ExitCode.values())
            .filter(code -> code != ExitCode.OK && code != ExitCode.USAGE)
            .map(code -> String.valueOf(code.number()))
            .collect(Collectors.joining(", "));

    assertThat(String.join(" ", clientSection())).contains("from light to grave: " + order);
  }

  private static List<String> clientSection() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENTATION);
    return lines.subList(lines.indexOf("## ft get"), lines.size());
  }

  @Test
  void meaningsAreForPeople() {
    Map<String, ExitCode> byMeaning =
        Arrays.stream(ExitCode.values())
            .collect(Collectors.toMap(ExitCode::meaning, Function.identity()));

    assertThat(byMeaning).hasSize(ExitCode.values().length).doesNotContainKey("");
  }
}
