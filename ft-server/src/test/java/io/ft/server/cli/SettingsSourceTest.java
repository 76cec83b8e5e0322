package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ft.server.ServerConfig;
import io.ft.server.store.Share;
import io.ft.server.store.Symlinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Which word counts of those that are said in different places, and what is said of wrong ones. */
class SettingsSourceTest {

  private final Map<String, String> environment = new HashMap<>();
  private Path folder;
  private Path file;

  @BeforeEach
  void createFolder(@TempDir Path temporary) throws IOException {
    folder = temporary;
    file = temporary.resolve("server.toml");
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
  }

  private ProgramSettings load(String... arguments) throws SettingsException {
    CommandLine command = ServerMain.commandLine(Map::of);
    return new SettingsSource(
            SettingOptions.given(command.parseArgs(arguments)),
            Files.exists(file) ? file : null,
            () -> environment)
        .load();
  }

  private List<String> problems(String... arguments) {
    SettingsException failure =
        catchThrowableOfType(SettingsException.class, () -> load(arguments));
    assertThat(failure).isNotNull();
    return failure.problems().stream().map(Problems.Problem::message).toList();
  }

  private void config(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  @Test
  void withoutSettingsTheServerIsAsTheLibraryMakesIt() throws Exception {
    assertThat(load(folder.toString()).server())
        .isEqualTo(ServerConfig.of(folder, new InetSocketAddress((InetAddress) null, 65_432)));
  }

  @Test
  void variableThatIsNoOptionsIsNoticed() {
    for (String name :
        List.of("TOKEN_FILES", "TOKEN_FILE", "CONFIG", "JAR", "SERVICE_HOST", "PORT_65432_TCP")) {
      environment.put("FT_SERVER_" + name, "x");
    }
    environment.put("FT_SERVERS", "x");

    SettingsSource source = new SettingsSource(Map.of(), null, () -> environment);

    assertThat(source.unknownVariables()).containsExactly("FT_SERVER_TOKEN_FILES");
  }

  @Test
  void commandLineIsStrongerThanEnvironmentAndThatThanFile() throws Exception {
    config("dir = '" + folder + "'", "max-connections = 7000", "port = 1", "classic-gap = 9");
    environment.put("FT_SERVER_MAX_CONNECTIONS", "8000");
    environment.put("FT_SERVER_PORT", "2");

    ServerConfig server = load("--port", "3").server();

    assertThat(server.classicTiming().answerGapMillis()).isEqualTo(9);
    assertThat(server.connections().max()).isEqualTo(8_000);
    assertThat(server.address().getPort()).isEqualTo(3);
  }

  @Test
  void switchOfTheFileIsSwitchedOffAgain() throws Exception {
    config("dir = '" + folder + "'", "hidden = true", "no-classic = true");

    assertThat(load().server().files().hiddenFiles()).isTrue();
    assertThat(load("--hidden=false").server().files().hiddenFiles()).isFalse();
    environment.put("FT_SERVER_NO_CLASSIC", "false");
    assertThat(load().server().classicEnabled()).isTrue();
  }

  @Test
  void adminAddressOfTheFileIsSwitchedOffAgain() throws Exception {
    config("dir = '" + folder + "'", "admin = '127.0.0.1:9465'");

    assertThat(load().admin())
        .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_465));
    assertThat(load("--admin", "off").admin()).isNull();
  }

  @Test
  void emptyVariableSaysNothing() throws Exception {
    environment.put("FT_SERVER_PORT", "");

    assertThat(load(folder.toString()).server().address().getPort()).isEqualTo(65_432);
  }

  @Test
  void variableNamesTheFileUnlessTheCommandLineDoes() {
    environment.put("FT_SERVER_CONFIG", "/some/file");

    assertThat(new SettingsSource(Map.of(), null, () -> environment).file())
        .isEqualTo(Path.of("/some/file"));
    assertThat(new SettingsSource(Map.of(), file, () -> environment).file()).isEqualTo(file);
  }

  @Test
  void sharesComeFromATableAnArrayTheEnvironmentOrTheCommandLine() throws Exception {
    Share a = new Share("a", folder.resolve("a"));
    Share b = new Share("b", folder.resolve("b"));

    config("[share]", "a = '" + a.folder() + "'", "b = '" + b.folder() + "'");
    assertThat(load().server().shares()).containsExactly(a, b);

    config("share = ['a=" + a.folder() + "']");
    assertThat(load().server().shares()).containsExactly(a);

    environment.put("FT_SERVER_SHARE", "a=" + a.folder() + ", b=" + b.folder());
    assertThat(load().server().shares()).containsExactly(a, b);

    assertThat(load("--share", "b=" + b.folder()).server().shares()).containsExactly(b);
  }

  @Test
  void aFolderOfAStrongerPlaceReplacesSharesOfAWeakerOne() throws Exception {
    config("[share]", "a = '" + folder.resolve("a") + "'");

    assertThat(load(folder.toString()).server().shares()).containsExactly(Share.unnamed(folder));
  }

  @Test
  void unitsAreUnderstoodEverywhere() throws Exception {
    config("dir = '" + folder + "'", "limit-rate = '10M'", "idle-timeout = 0.5", "memory = 4096");
    environment.put("FT_SERVER_BLOCK_SIZE", "64K");

    ServerConfig server = load("--max-wait", "1.25", "--symlinks", "inside").server();

    assertThat(server.rates().bytesPerSecond()).isEqualTo(10 << 20);
    assertThat(server.timeouts().idleMillis()).isEqualTo(500);
    assertThat(server.contentBytes()).isEqualTo(4_096);
    assertThat(server.blockSizeBytes()).isEqualTo(64 << 10);
    assertThat(server.exchanges().maxWaitMillis()).isEqualTo(1_250);
    assertThat(server.files().symlinks()).isEqualTo(Symlinks.INSIDE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max-connections = \"many\" | max-connections: \"many\" (expected: a number from 1 to 10000000)",
        "max-connections = 0 | max-connections: \"0\" (expected: a number from 1 to 10000000)",
        "max-connections = [1] | max-connections: an array (expected: a number from 1 to 10000000)",
        "max-connections = true | max-connections: true (expected: a number from 1 to 10000000)",
        "max-conections = 5 | max-conections: no setting has this name",
        "config = \"x\" | config: no setting has this name",
        "hidden = \"true\" | hidden: \"true\" (expected: true or false)",
        "hidden = 1 | hidden: 1 (expected: true or false)",
        "limit-rate = \"fast\" | limit-rate: \"fast\" (expected: a number of bytes such as 500, 64K or"
            + " 10M, 1K to 1024G, or 0)",
        "idle-timeout = -1 | idle-timeout: \"-1\" (expected: a number of seconds from 0.001 to 1000000)",
        "symlinks = \"follow\" | symlinks: \"follow\" (expected: refuse or inside)",
        "allow = [\"10.0.0.0/8\", \"x\"] | allow: \"x\" (expected: an IP address, or a range such as"
            + " 192.0.2.0/24 or 2001:db8::/32)",
        "allow = [] | allow: [] (expected: at least one, or leave it out)",
        "allow = [[1]] | allow: an array (expected: an IP address",
        "admin = \"9465\" | admin: \"9465\" (expected: an address and a port",
        "tls-min-version = 1.1 | tls-min-version: \"1.1\" (expected: 1.2 or 1.3)",
        "tls-cert = \"/no/cert\" | tls-cert: no tls-key (expected: both, or none)",
        "tls-ciphers = [\"A\"] | tls-ciphers: no tls-cert",
        "token-file = \"/no/tokens\" | token-file: /no/tokens: there is no such file",
        "log-config = \"/no/log.xml\" | log-config: cannot read /no/log.xml: there is no such file",
        "port = | Unexpected end of line",
        "share = { x = 5 } | share.x: 5 (expected: the name of a folder)",
        "share = [\"/srv\"] | share: \"/srv\" (expected: NAME=DIR",
        "dir = \"/no/folder\" | dir: cannot serve /no/folder: there is no such file or folder"
      })
  void whatIsWrongInTheFileIsToldWithItsLine(String line, String message) throws IOException {
    config("# a comment", "", line);

    assertThat(problems()).first().asString().startsWith(file + ":3: " + message);
  }

  @Test
  void wrongVariableIsToldByItsName() {
    environment.put("FT_SERVER_MAX_CONNECTIONS", "many");

    assertThat(problems(folder.toString()))
        .containsExactly(
            "FT_SERVER_MAX_CONNECTIONS: \"many\" (expected: a number from 1 to 10000000)");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    config("port = 'x'", "nonsense = 1", "[share]", "a = '/no/folder'");
    environment.put("FT_SERVER_TAGS", "x");

    assertThat(problems("--workers", "0"))
        .hasSize(5)
        .anyMatch(each -> each.startsWith(file + ":1: port"))
        .anyMatch(each -> each.startsWith(file + ":2: nonsense"))
        .anyMatch(each -> each.startsWith(file + ":4: share.a"))
        .anyMatch(each -> each.startsWith("FT_SERVER_TAGS: "))
        .anyMatch(each -> each.startsWith("--workers: "));
  }

  @Test
  void tokensThatOthersCanReadAreRefused() throws IOException {
    Path tokens = Files.writeString(folder.resolve("tokens"), "x 0123456789abcdef\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
    config(
        "dir = '" + folder + "'", "allow-token-in-clear = true", "token-file = '" + tokens + "'");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(file + ":3: token-file: " + tokens);
  }

  @Test
  void tokensWithoutTlsAreRefused() throws IOException {
    Path tokens = Files.writeString(folder.resolve("tokens"), "x 0123456789abcdef\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));

    assertThat(problems("--token-file", tokens.toString(), folder.toString()))
        .containsExactly(
            "--token-file: tokens without TLS (expected: tls-cert and tls-key, or"
                + " allow-token-in-clear)");
  }

  @Test
  void missingFileAndBadEncodingAreTold() throws IOException {
    Files.write(file, new byte[] {'a', (byte) 0xFF});
    assertThat(problems()).first().isEqualTo(file + ": not in UTF-8");

    Files.delete(file);
    environment.put("FT_SERVER_CONFIG", "/no/file");
    assertThat(problems())
        .first()
        .isEqualTo("cannot read the config file /no/file: there is no such file or folder");
  }

  @Test
  void theExampleIsValidAndNamesEverySetting() throws Exception {
    String example = ServerMain.exampleConfig();
    config(example);
    assertThat(load(folder.toString()).server().connections())
        .isEqualTo(ServerConfig.of(folder, new InetSocketAddress(0)).connections());

    String active = example.replaceAll("(?m)^#([a-z-]+ = |\\[share])", "$1");
    for (Setting<?> setting : ServerSettings.all()) {
      assertThat(active)
          .containsPattern("(?m)^(\\[" + setting.name() + "]|" + setting.name() + " = )");
    }
    config(active);
    // All that it can complain of is that the files of the example are not here.
    assertThat(problems())
        .noneMatch(each -> each.contains("no setting has this name"))
        .noneMatch(each -> each.contains("previously defined"))
        .filteredOn(each -> each.contains("(expected: "))
        .singleElement()
        .asString()
        .contains("(expected: a folder or shares)");
  }
}
