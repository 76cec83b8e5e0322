package io.ft.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Manuals and completions know every command and every option. */
class DescriptionTest {

  static Stream<Program> programs() {
    return Program.all().stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theManualNamesEachCommandOptionAndExitCode(Program program) throws IOException {
    String text = Files.readString(Path.of("src/main/man", program.name() + ".1"));
    String page = new ManPage(program).fill(text, "1.2.3", "2026-11-22").replace("\\-", "-");

    for (CommandSpec command : commands(program)) {
      assertThat(page).contains(".B " + command.qualifiedName() + "\n");
      for (OptionSpec option : Program.options(command)) {
        assertThat(page).contains(Stream.of(option.names()).map(n -> "\\fB" + n + "\\fR").toList());
      }
    }
    assertThat(program.spec().usageMessage().exitCodeList()).isNotEmpty();
    program
        .spec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> assertThat(page).contains(".TP\n\\fB" + code + "\\fR\n"));
    assertThat(page).doesNotContainPattern("@[A-Z ]+@").contains("1.2.3", "2026-11-22");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void eachShellCompletesEachCommandAndOption(Program program) {
    String bash = AutoComplete.bash(program.name(), new CommandLine(program.spec()));
    String zsh = ZshCompletion.of(program);
    String fish = FishCompletion.of(program);

    for (CommandSpec command : commands(program)) {
      assertThat(List.of(bash, zsh, fish)).allMatch(script -> script.contains(command.name()));
      for (OptionSpec option : Program.options(command)) {
        for (String name : option.names()) {
          assertThat(bash).contains(name);
          assertThat(zsh).contains(name + "[");
          assertThat(fish)
              .contains(
                  name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
      }
    }
  }

  @Test
  void theChangeLogIsThatOfTheNewestVersion() {
    String changes =
        "# Changelog\n\nText.\n\n## 0.2.0\n\n- New: one,\n  in two lines.\n\n## 0.1.0\n\n- Old.\n";

    assertThat(DebianChangelog.of(changes, "0.2.0-SNAPSHOT", LocalDate.of(2026, 11, 2), "A <a@b>"))
        .isEqualTo(
            """
            ft (0.2.0~SNAPSHOT) unstable; urgency=medium

              * New: one, in two lines.

             -- A <a@b>  Mon, 02 Nov 2026 00:00:00 +0000
            """);
  }

  private static List<CommandSpec> commands(Program program) {
    List<CommandSpec> commands = new ArrayList<>(program.commands());
    if (commands.isEmpty()) {
      commands.add(program.spec());
    }
    return commands;
  }
}
