package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class SettingsTest {

  private static final String URL = "ft://server/file";

  private final Path home;
  private final Path file;

  SettingsTest(@TempDir Path home) throws IOException {
    this.home = home;
    this.file = Files.createDirectories(home.resolve(".config/ft")).resolve("config");
  }

  @Test
  void nothingSetChangesNothing() {
    String[] args = {"get", URL};
    assertThat(Settings.complete(FtMain.commandLine(), args, env())).isSameAs(args);
  }

  @Test
  void theEnvironmentSetsOptions() {
    assertThat(completed(env("FT_RETRY", "7", "FT_RECURSIVE", "true"), "get", URL))
        .containsExactlyInAnyOrder("get", "--retry=7", "--recursive", URL)
        .startsWith("get")
        .endsWith(URL);
  }

  @Test
  void theFileSetsOptionsOfAllCommandsThatHaveThem() throws IOException {
    write("# a comment", "", " retry = 7", "classic=false", "sha256 = true");

    assertThat(completed(env(), "get", URL)).containsExactly("get", "--retry=7", URL);
    assertThat(completed(env(), "stat", URL))
        .containsExactlyInAnyOrder("stat", "--retry=7", "--sha256", URL);
  }

  @Test
  void theFileSetsAnOptionOfOneCommand() throws IOException {
    write("get.retry = 8", "retry = 7");

    assertThat(completed(env(), "get", URL)).containsExactly("get", "--retry=8", URL);
    assertThat(completed(env(), "ls", URL)).containsExactly("ls", "--retry=7", URL);
  }

  @Test
  void theEnvironmentGoesBeforeTheFileAndTheCommandLineBeforeBoth() throws IOException {
    write("retry = 7", "retry-delay = 2", "max-time = 9");

    assertThat(completed(env("FT_RETRY", "8", "FT_RETRY_DELAY", "3"), "get", "--retry", "9", URL))
        .containsExactlyInAnyOrder("get", "--retry-delay=3", "--max-time=9", "--retry", "9", URL);
  }

  @Test
  void aSwitchThatIsSetAndGivenIsOn() {
    String[] args = completed(env("FT_RECURSIVE", "true"), "get", "-r", URL);

    assertThat(args).containsExactly("get", "-r", URL);
  }

  @Test
  void aSwitchCanBeSetOffForTheFile() throws IOException {
    write("recursive = true");

    assertThat(completed(env("FT_RECURSIVE", "false"), "get", URL)).containsExactly("get", URL);
  }

  @ParameterizedTest
  @CsvSource({
    "trust-first-use = true, --pin=x",
    "trust-first-use = true, --cacert=x",
    "pin = sha256:0000000000000000000000000000000000000000000000000000000000000000, --trust-first-use",
    "cacert = x, --trust-first-use",
    "key = x, --cert=y",
    "token-for = server, --token-file=y"
  })
  void whatDoesNotGoTogetherWithWhatIsGivenGoes(String line, String given) throws IOException {
    write(line);
    String option = given.replace("=x", "=sha256:" + "0".repeat(64));

    assertThat(completed(env(), "get", option, URL)).containsExactly("get", option, URL);
  }

  @Test
  void whatTheEnvironmentSaysReplacesWhatDoesNotGoTogetherWithItInTheFile() throws IOException {
    write("cacert = x");

    assertThat(completed(env("FT_TRUST_FIRST_USE", "true"), "get", URL))
        .containsExactly("get", "--trust-first-use", URL);
    assertThat(completed(env("FT_TRUST_FIRST_USE", "false"), "get", URL))
        .containsExactly("get", "--cacert=x", URL);
  }

  @Test
  void anOptionThatCanBeRepeatedCanStandOnManyLines() throws IOException {
    write("exclude = *.tmp", "exclude = cache/");

    assertThat(completed(env(), "get", URL))
        .containsExactly("get", "--exclude=*.tmp", "--exclude=cache/", URL);
  }

  @Test
  void anotherFileCanBeChosenOrNone() throws IOException {
    write("retry = 7");
    Path other = Files.writeString(home.resolve("other"), "retry = 8\n");
    String name = other.toString();

    assertThat(completed(env(), "get", "--config", name, URL)).contains("--retry=8");
    assertThat(completed(env(), "--config", name, "get", URL))
        .containsExactly("--config", name, "get", "--retry=8", URL);
    assertThat(completed(env("FT_CONFIG", name), "get", URL)).contains("--retry=8");
    assertThat(completed(env(), "get", "--no-config", URL))
        .containsExactly("get", "--no-config", URL);
  }

  @Test
  void theConfigFolderCanBeElsewhere() throws IOException {
    Path folder = home.resolve("elsewhere");
    Files.createDirectories(folder.resolve("ft"));
    Files.writeString(folder.resolve("ft/config"), "retry = 7\n");

    Map<String, String> environment = env("XDG_CONFIG_HOME", folder.toString());
    assertThat(completed(environment, "get", URL)).containsExactly("get", "--retry=7", URL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retyr = 3      | :2: no option has the name 'retyr'",
        "stat.exclude=x | :2: no option has the name 'stat.exclude'",
        "put.retry = 3  | :2: no option has the name 'put.retry'",
        "o = file       | :2: no option has the name 'o'",
        "config = file  | :2: no option has the name 'config'",
        "retry          | :2: 'retry' is not OPTION = VALUE",
        "retry = often  | :2: Invalid value for option '--retry'",
        "classic = yes  | :2: 'yes' is not a value of --classic (expected: true or false)"
      })
  void aWrongLineIsNamed(String line, String message) throws IOException {
    write("# first", line);

    assertThatThrownBy(() -> completed(env(), "get", URL))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void aWrongVariableIsNamed() {
    assertThatThrownBy(() -> completed(env("FT_RETRY", "often"), "get", URL))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("FT_RETRY: Invalid value for option '--retry'");
  }

  @Test
  void aFileThatIsAskedForMustBeThere() {
    assertThatThrownBy(() -> completed(env(), "get", "--config", home + "/none", URL))
        .hasMessageContaining("cannot read the config file");
  }

  @Test
  void wrongSettingsDoNotKeepAnybodyFromHelp() throws IOException {
    write("nonsense");

    assertThat(completed(env(), "get", "--help")).containsExactly("get", "--help");
    assertThat(completed(env(), "--version")).containsExactly("--version");
  }

  @Test
  void wrongSettingsAreWrongUsage() {
    assertThat(FtMain.run(new String[] {"get", URL}, env("FT_RETRY", "often"))).isEqualTo(2);
  }

  private static String[] completed(Map<String, String> environment, String... args) {
    return Settings.complete(FtMain.commandLine(), args, environment);
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
  }

  private Map<String, String> env(String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return environment;
  }
}
