package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Certificates;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.client.testing.TlsServer;
import io.ft.client.testing.TlsServer.Settings;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe of {@code docs/scripting.md}, run as it stands there against a real server. */
class ScriptingRecipesTest {

  /** A recipe is many processes, one after the other. */
  private static final int SCRIPT_LIMIT_SECONDS = 50;

  private static final Path DOCUMENTATION = Path.of("..", "docs", "scripting.md");
  private static final Pattern RECIPE =
      Pattern.compile("^## (.+?)$.*?^```sh$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final List<String> TOOLS = List.of("bash", "jq", "tar", "flock", "sha256sum");

  /** What a recipe must have produced. */
  private interface Outcome {
    void check(ScriptingRecipesTest test) throws Exception;
  }

  private static final Map<String, Outcome> OUTCOMES =
      Map.ofEntries(
          Map.entry("Mirror a tree every night", ScriptingRecipesTest::mirrored),
          Map.entry("Fetch a large file in many goes", ScriptingRecipesTest::fetchedInManyGoes),
          Map.entry(
              "Fetch a large file over several nights", ScriptingRecipesTest::fetchedOverNights),
          Map.entry("Unpack without keeping the archive", ScriptingRecipesTest::unpacked),
          Map.entry("Fetch what a list names", ScriptingRecipesTest::listed),
          Map.entry("Fetch what matches, chosen by a program", ScriptingRecipesTest::chosen),
          Map.entry(
              "Fetch what a pattern matches",
              test -> test.has("logs/2026-01/a.gz", "2026-01/a.gz")),
          Map.entry(
              "Compare a file with the server's, byte for byte", ScriptingRecipesTest::compared),
          Map.entry("Know what happened to each file", ScriptingRecipesTest::told),
          Map.entry("Fetch only if it is new", ScriptingRecipesTest::reloadedOnce),
          Map.entry(
              "Fetch from a server that is who it says it is",
              ScriptingRecipesTest::fetchedSecurely),
          Map.entry("Trust a server that was trusted before", ScriptingRecipesTest::knownAgain));

  private Path folder;
  private Path bin;
  private ServedFolder served;
  private X509Bundle authority;
  private TlsServer secure;
  private TlsServer selfSigned;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    folder = Files.createDirectory(temp.resolve("here"));
    bin = Files.createDirectory(temp.resolve("bin"));
    served = ServedFolder.start(temp.resolve("served"));
    for (String path :
        List.of("pub/readme.txt", "pub/draft.tmp", "logs/2026-01/a.gz", "config.txt")) {
      Files.createDirectories(served.root().resolve(path).getParent());
      served.file(path, 1000);
    }
    Files.createDirectories(served.root().resolve("pub/deep/er"));
    served.file("pub/deep/er/data.bin", 200_000);
    served.file("disk.img", 3_000_000);
    authority = Certificates.authority();
    Certificates.write(folder.resolve("ca.pem"), authority);
    secure = TlsServer.infrontOf(served, Settings.of(Certificates.server(authority)));
    selfSigned = TlsServer.infrontOf(served, Settings.of(Certificates.selfSignedServer()));
  }

  @AfterEach
  void tearDown() throws IOException {
    secure.close();
    selfSigned.close();
    served.close();
  }

  static Map<String, String> recipes() throws IOException {
    assumeTrue(Files.exists(DOCUMENTATION), "the documentation is not beside the module");
    Map<String, String> recipes = new LinkedHashMap<>();
    Matcher matcher = RECIPE.matcher(Files.readString(DOCUMENTATION));
    while (matcher.find()) {
      recipes.put(matcher.group(1), matcher.group(2));
    }
    return recipes;
  }

  static Stream<String> names() throws IOException {
    return recipes().keySet().stream();
  }

  @Test
  void everyRecipeIsChecked() throws Exception {
    assertThat(recipes().keySet()).containsExactlyInAnyOrderElementsOf(OUTCOMES.keySet());
    assertThat(Files.readString(DOCUMENTATION).split("```sh", -1)).hasSize(recipes().size() + 1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void recipeWorks(String name) throws Exception {
    for (String tool : TOOLS) {
      assumeTrue(bash("command -v " + tool) == 0, "no " + tool);
    }
    bash("tar -C '" + served.root() + "' -cf '" + served.root().resolve("logs.tar") + "' logs");
    if (name.startsWith("Compare")) {
      TestFiles.write(folder.resolve("disk.img"), 3_000_000);
    }

    assertThat(bash(recipe(name))).isZero();

    Objects.requireNonNull(OUTCOMES.get(name), "what the recipe must produce").check(this);
  }

  private static String recipe(String name) throws IOException {
    return String.valueOf(recipes().get(name));
  }

  private void mirrored() throws Exception {
    has("pub/readme.txt", "mirror/pub/readme.txt");
    has("pub/deep/er/data.bin", "mirror/pub/deep/er/data.bin");
    assertThat(folder.resolve("mirror/pub/draft.tmp")).doesNotExist();
    assertThat(folder.resolve("mirror.done")).exists();
    assertThat(folder.resolve("mirror.log")).isEmptyFile();

    // A file that fails does not stop the others, and is told.
    Files.delete(folder.resolve("mirror.done"));
    Files.delete(folder.resolve("mirror/pub/readme.txt"));
    Files.createDirectory(folder.resolve("mirror/pub/readme.txt"));
    served.file("pub/later", 10);
    bash(recipe("Mirror a tree every night"));
    has("pub/later", "mirror/pub/later");
    assertThat(folder.resolve("mirror.done")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("mirror.log"))).hasSize(1);
    assertThat(output()).contains("the mirror is incomplete: exit code 23", "readme.txt");
  }

  private void fetchedInManyGoes() throws Exception {
    has("disk.img");
    assertThat(folder.resolve("fetch.log")).isEmptyFile();

    // At this rate no call lasts long enough for all of it, but long enough for a block, also where
    // a process takes a second to start.
    Files.delete(folder.resolve("disk.img"));
    String slow =
        recipe("Fetch a large file in many goes").replace("-m 60", "--limit-rate 700K -m 3");
    assertThat(bash(slow)).isZero();
    has("disk.img");
    assertThat(folder.resolve("fetch.log")).isNotEmptyFile();

    Files.delete(served.root().resolve("disk.img"));
    Files.delete(folder.resolve("disk.img"));
    assertThat(bash(recipe("Fetch a large file in many goes"))).isEqualTo(1);
  }

  private void fetchedOverNights() throws Exception {
    String recipe = recipe("Fetch a large file over several nights");
    has("disk.img");
    assertThat(folder.resolve("disk.done")).exists();

    // What passes by itself is no failure, and not yet success.
    Files.delete(folder.resolve("disk.img"));
    Files.delete(folder.resolve("disk.done"));
    assertThat(bash(recipe.replace("-m 14400", "--limit-rate 1M -m 1"))).isZero();
    assertThat(folder.resolve("disk.img")).doesNotExist();
    assertThat(folder.resolve("disk.done")).doesNotExist();
    assertThat(output()).isEmpty();
    assertThat(bash(recipe)).isZero();
    has("disk.img");
    assertThat(folder.resolve("disk.done")).exists();

    Files.delete(served.root().resolve("disk.img"));
    Files.delete(folder.resolve("disk.img"));
    assertThat(bash(recipe)).isEqualTo(1);
    assertThat(output()).contains("disk.img: no such file on the server");
  }

  private void unpacked() throws Exception {
    has("logs/2026-01/a.gz", "unpacked/logs/2026-01/a.gz");

    // An archive that is not there leaves nothing behind.
    Files.delete(served.root().resolve("logs.tar"));
    assertThat(bash(recipe("Unpack without keeping the archive"))).isEqualTo(1);
    assertThat(folder.resolve("unpacked")).doesNotExist();
  }

  private void listed() throws Exception {
    has("pub/readme.txt", "wanted/readme.txt");
    has("pub/deep/er/data.bin", "wanted/deep/er/data.bin");
    assertThat(folder.resolve("wanted/draft.tmp")).doesNotExist();
  }

  private void chosen() throws Exception {
    has("pub/deep/er/data.bin", "large/data.bin");
    assertThat(TestFiles.names(folder.resolve("large"))).containsExactly("data.bin");

    // A listing that fails is not an empty one.
    Files.move(served.root().resolve("pub"), served.root().resolve("elsewhere"));
    assertThat(bash(recipe("Fetch what matches, chosen by a program"))).isEqualTo(78);
  }

  private void compared() throws Exception {
    assertThat(folder.resolve("verdict")).hasContent("same");

    // Neither a copy that differs nor two files that are not there are the same.
    String recipe = recipe("Compare a file with the server's, byte for byte");
    Files.delete(folder.resolve("verdict"));
    TestFiles.write(folder.resolve("disk.img"), 2_999_999);
    assertThat(bash(recipe)).isEqualTo(1);
    Files.delete(folder.resolve("disk.img"));
    Files.delete(served.root().resolve("disk.img"));
    assertThat(bash(recipe)).isEqualTo(78);
    assertThat(folder.resolve("verdict")).doesNotExist();
  }

  private void told() throws Exception {
    assertThat(Files.readAllLines(folder.resolve("report"), US_ASCII))
        .containsExactly("exit code 78", "78 missing", "3 done, 202000 bytes verified");
  }

  private void reloadedOnce() throws Exception {
    has("config.txt");
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("user"));
    String recipe = recipe("Fetch only if it is new");

    assertThat(bash(recipe)).isZero();
    assertThat(folder.resolve("actions")).hasContent("reload");

    served.file("config.txt", 2000);
    assertThat(bash(recipe)).isZero();
    assertThat(Files.readAllLines(folder.resolve("actions"))).hasSize(2);
  }

  private void fetchedSecurely() throws Exception {
    has("disk.img");
    assertThat(folder.resolve("secure.done")).exists();

    Files.delete(folder.resolve("disk.img"));
    Certificates.write(folder.resolve("ca.pem"), Certificates.authority());
    assertThat(bash(recipe("Fetch from a server that is who it says it is"))).isEqualTo(2);
    assertThat(output()).startsWith("not trusted: ft: fts://localhost:");
    assertThat(folder.resolve("disk.img")).doesNotExist();
  }

  private void knownAgain() throws Exception {
    has("disk.img");
    String recipe = recipe("Trust a server that was trusted before");
    assertThat(bash(recipe)).isZero();

    // Another server in its place.
    Files.writeString(
        folder.resolve("hosts"), "localhost:" + selfSigned.port() + " sha256:" + "0".repeat(64));
    Files.delete(folder.resolve("disk.img"));
    assertThat(bash(recipe)).isEqualTo(90);
    assertThat(folder.resolve("disk.img")).doesNotExist();
  }

  private void has(String path) throws IOException {
    has(path, path);
  }

  private void has(String source, String copy) throws IOException {
    assertThat(folder.resolve(copy)).hasSameBinaryContentAs(served.root().resolve(source));
  }

  /** What the last script printed. */
  private String output() throws IOException {
    return Files.readString(bin.resolve("output"));
  }

  /** Runs {@code script} in the folder, with the program under test as {@code ft}. */
  private int bash(String script) throws Exception {
    Path ft = bin.resolve("ft");
    if (Files.notExists(ft)) {
      Files.writeString(
          ft,
          "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
              .formatted(
                  Path.of(System.getProperty("java.home"), "bin", "java"),
                  System.getProperty("java.class.path"),
                  FtMain.class.getName()));
      Files.setPosixFilePermissions(ft, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script).directory(folder.toFile());
    bash.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    bash.environment().put("SERVER", "ft://127.0.0.1:" + served.port());
    bash.environment().put("SECURE", "fts://localhost:" + secure.port());
    bash.environment().put("SELFSIGNED", "fts://localhost:" + selfSigned.port());
    bash.environment().put("LC_ALL", "C.UTF-8");
    Process process =
        bash.redirectErrorStream(true).redirectOutput(bin.resolve("output").toFile()).start();
    assertThat(process.waitFor(SCRIPT_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
