package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is written about the program, and what comes with it, is in step with it. */
class DocumentTest {

  private static final Path DOCUMENTATION = Path.of("..", "docs", "cli.md");
  private static final Pattern OPTION =
      Pattern.compile("(?m)^\\| `--([a-z-]+)([^`]*)` \\|([^|]*)\\|");
  private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d+) \\|");

  private static String section() throws Exception {
    String text = Files.readString(DOCUMENTATION);
    return text.substring(text.indexOf("\n## ft-server"), text.indexOf("\n## ft get"));
  }

  @Test
  void theDocumentHasEachSettingAndItsDefault() throws Exception {
    TreeSet<String> documented = new TreeSet<>();
    Matcher option = OPTION.matcher(section());
    while (option.find()) {
      String name = option.group(1);
      documented.add(name);
      Setting<?> setting = ServerSettings.find(name);
      if (setting != null) {
        String label = setting.kind().label();
        assertThat(option.group(2).strip()).as(name).isEqualTo(label);
        boolean shown = setting.standard() != null && !setting.kind().isFlag();
        assertThat(option.group(3).strip())
            .as(name)
            .isEqualTo((shown ? setting.standard() : "") + (setting.live() ? "" : "*"));
      }
    }
    TreeSet<String> there =
        ServerSettings.all().stream()
            .map(Setting::name)
            .collect(Collectors.toCollection(TreeSet::new));
    there.remove("dir");
    there.add("config");
    there.add("check-config");
    assertThat(documented).isEqualTo(there);
  }

  @Test
  void theDocumentHasEachExitCode() throws Exception {
    TreeSet<String> documented = new TreeSet<>();
    Matcher code = EXIT_CODE.matcher(section());
    while (code.find()) {
      documented.add(code.group(1));
    }
    assertThat(documented)
        .isEqualTo(
            new TreeSet<>(
                ServerMain.commandLine()
                    .getCommandSpec()
                    .usageMessage()
                    .exitCodeList()
                    .keySet()
                    .stream()
                    .map(String::strip)
                    .toList()));
  }
}
