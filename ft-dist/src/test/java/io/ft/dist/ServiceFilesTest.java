package io.ft.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.cli.ServerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The unit and the container fit the program that they start. */
class ServiceFilesTest {

  private static final Path UNIT = Path.of("src/main/systemd/ft-server.service");
  private static final Path DOCKERFILE = Path.of("src/main/docker/Dockerfile");

  private final String example = ServerMain.exampleConfig();

  private static String unit(String key) throws IOException {
    return value(Files.readString(UNIT), key + "=(.*)");
  }

  private int standard(String setting) {
    return Integer.parseInt(value(example, "#" + setting + " = ([0-9]+)"));
  }

  private static String value(String text, String pattern) {
    Matcher matcher = Pattern.compile("(?m)^" + pattern + "$").matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  @Test
  void systemdWaitsLongerThanTheServerForItsClients() throws IOException {
    assertThat(Integer.parseInt(unit("TimeoutStopSec"))).isGreaterThan(standard("drain-timeout"));
  }

  @Test
  void theServerMayHaveAsManyFilesOpenAsItsLimitsNeed() throws IOException {
    assertThat(Integer.parseInt(unit("LimitNOFILE")))
        .isGreaterThan(standard("max-connections") + standard("max-transfers") + 100);
  }

  @Test
  void theEndForWantOfMemoryIsFollowedByAnotherStart() throws IOException {
    assertThat(Files.readString(Path.of("../bin/ft-server"))).contains("+ExitOnOutOfMemoryError");
    // This is what the JVM ends with then.
    assertThat(unit("RestartPreventExitStatus").split(" ", -1)).doesNotContain("3");
  }

  @Test
  void theUnitRunsNothingThatASmallDebianLacks() throws IOException {
    List<String> programs =
        Files.readAllLines(UNIT).stream()
            .filter(line -> line.matches("Exec[A-Za-z]+=.*"))
            .map(line -> line.substring(line.indexOf('=') + 1).split(" ", -1)[0])
            .distinct()
            .toList();
    assertThat(programs).containsExactlyInAnyOrder("/usr/bin/ft-server", "/bin/sh");
  }

  @Test
  void theContainerSetsWhatThereIs() throws IOException {
    String dockerfile = Files.readString(DOCKERFILE);
    assertThat(dockerfile).contains("FT_SERVER_CONFIG=/etc/ft/server.toml");
    assertThat(dockerfile).contains("COPY ft-dist/src/main/docker/server.toml /etc/ft/server.toml");
    List<String> settings =
        Files.readAllLines(DOCKERFILE.resolveSibling("server.toml")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf(" = ")))
            .toList();
    assertThat(settings).isNotEmpty();
    assertThat(settings)
        .allSatisfy(setting -> assertThat(example).contains("\n#" + setting + " = "));
    // What asks whether it lives asks where it answers.
    String address =
        value(Files.readString(DOCKERFILE.resolveSibling("server.toml")), "admin = \"(.*)\"");
    assertThat(dockerfile).contains("http://" + address + "/healthz");
  }
}
