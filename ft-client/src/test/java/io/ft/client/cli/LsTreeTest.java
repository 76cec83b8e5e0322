package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ft ls} of what a real server has. */
class LsTreeTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final List<String> ODD_NAMES =
      List.of(
          "-rf",
          " ",
          " both ends ",
          "line\nbreak\r\tand tab",
          "\u001b[2J\u202ereversed",
          "back\\slash and \\n",
          "100%#1?a=b&c;d+e",
          "*[a-z]{b,c}",
          "'single' \"double\" `back` $(id)",
          "trailing.",
          "gr\u00f6\u00dfe",
          "gro\u0308\u00dfe",
          "\uff5e \ud83d\ude00",
          "x".repeat(255));

  private Path temp;
  private Path root;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path folder) throws IOException {
    temp = folder;
    served = ServedFolder.start(folder.resolve("served"));
    root = served.root();
  }

  @AfterEach
  void tearDown() throws IOException {
    served.close();
  }

  private void tree() throws IOException {
    for (String path : List.of("b/two", "b/deep/three", "b-a", "Z", "\u00e4", "empty/")) {
      Path place = root.resolve(path);
      if (path.endsWith("/")) {
        Files.createDirectories(place);
      } else {
        TestFiles.write(place, path.length());
      }
    }
    TestFiles.write(root.resolve("large"), 3_000_000);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path place : all.toList()) {
        Files.setLastModifiedTime(place, FileTime.from(TIME));
      }
    }
  }

  private String url(String path) {
    return "ft://127.0.0.1:" + served.port() + "/" + path;
  }

  @Test
  void namesAreSortedByTheirBytes() throws Exception {
    tree();

    assertThat(FtRun.of("ls", url("")))
        .isEqualTo(new FtRun(0, "Z\nb/\nb-a\nempty/\nlarge\n\u00e4\n", ""));
  }

  @Test
  void foldersBelowAreShownOnRequest() throws Exception {
    tree();

    assertThat(FtRun.of("ls", "-r", url("")).lines())
        .containsExactly(
            "Z", "b/", "b-a", "b/deep/", "b/deep/three", "b/two", "empty/", "large", "\u00e4");
    assertThat(FtRun.of("ls", "-r", url("b/")).lines())
        .isEqualTo(FtRun.of("ls", "-r", url("b")).lines())
        .containsExactly("deep/", "deep/three", "two");
  }

  @Test
  void sizeAndTimeAreThoseOfTheFiles() throws Exception {
    tree();

    assertThat(FtRun.of("ls", "-l", url("")).lines())
        .containsExactly(
            "              1  2026-01-02T03:04:05Z  Z",
            "              -  2026-01-02T03:04:05Z  b/",
            "              3  2026-01-02T03:04:05Z  b-a",
            "              -  2026-01-02T03:04:05Z  empty/",
            "        3000000  2026-01-02T03:04:05Z  large",
            "              1  2026-01-02T03:04:05Z  \u00e4");
  }

  @Test
  void emptyFolderShowsNothingAndSucceeds() throws Exception {
    tree();

    assertThat(FtRun.of("ls", url("empty"))).isEqualTo(new FtRun(0, "", ""));
    assertThat(FtRun.of("ls", "--json", url("empty"))).isEqualTo(new FtRun(0, "", ""));
  }

  @Test
  void whatIsMissingDoesNotStopTheOthers() throws Exception {
    tree();

    FtRun run = FtRun.of("ls", url("absent"), url("b"), url("large"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.out())
        .isEqualTo("%s:\ndeep/\ntwo\n\n%s:\nlarge\n".formatted(url("b"), url("large")));
    assertThat(run.err()).startsWith("ft: " + url("absent") + ": no such ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void jsonSaysWhatStatSays() throws Exception {
    tree();

    List<JsonNode> entries = json("ls", "-r", "--json", url(""));

    assertThat(entries).hasSize(9);
    for (JsonNode entry : entries) {
      assertThat(entry.get("modified").asText()).isEqualTo(TIME.toString());
      if (entry.get("type").asText().equals("folder")) {
        assertThat(entry.get("size").isNull()).isTrue();
        assertThat(entry.get("tag").isNull()).isTrue();
        continue;
      }
      JsonNode stat = json("stat", "--json", entry.get("url").asText()).get(0);
      for (String member : List.of("url", "size", "modified", "tag")) {
        assertThat(entry.get(member)).as(member).isEqualTo(stat.get(member));
      }
    }
  }

  @Test
  void oddNamesAreALineEachForPeople() throws Exception {
    oddNames();

    FtRun run = FtRun.of("ls", url("odd"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.lines()).isEqualTo(sorted(ODD_NAMES).stream().map(Printable::escape).toList());
    assertThat(run.lines()).contains("line\\nbreak\\r\\tand tab", "\\u{1B}[2J\\u{202E}reversed");
  }

  @Test
  void oddNamesAreThemselvesForPrograms() throws Exception {
    oddNames();

    FtRun run = FtRun.of("ls", "--json", url("odd"));

    assertThat(run.out()).matches("([ -~]+\n)+");
    List<JsonNode> entries = json("ls", "--json", url("odd"));
    assertThat(entries.stream().map(entry -> entry.get("path").asText()))
        .containsExactlyElementsOf(sorted(ODD_NAMES));
  }

  /** The URLs of a listing are those of its files, whatever these are called. */
  @Test
  void oddNamesCanBeFetchedByTheirUrls() throws Exception {
    oddNames();
    Path list = temp.resolve("list");
    Path copies = Files.createDirectory(temp.resolve("copies"));
    List<String> urls =
        json("ls", "--json", url("odd")).stream()
            .filter(entry -> entry.get("path").asText().length() < 255) // its part is too long
            .map(entry -> entry.get("url").asText())
            .toList();
    Files.write(list, urls);

    FtRun run = FtRun.of("get", "--files-from", list.toString(), "-O", copies.toString());

    assertThat(run).isEqualTo(new FtRun(0, "", ""));
    assertThat(TestFiles.names(copies)).hasSize(ODD_NAMES.size() - 1);
    for (String name : TestFiles.names(copies)) {
      assertThat(copies.resolve(name)).hasSameBinaryContentAs(root.resolve("odd").resolve(name));
    }
  }

  private void oddNames() throws IOException {
    for (int i = 0; i < ODD_NAMES.size(); i++) {
      String name = ODD_NAMES.get(i);
      assumeTrue(TestFiles.canBeNamed(name), "file names are not UTF-8 here");
      TestFiles.write(root.resolve("odd").resolve(name), i);
    }
  }

  @Test
  void namesThatAreNotUtf8AreCounted() throws Exception {
    String script =
        """
        mkdir "$1/mixed" && cd "$1/mixed" && : > good
        for octal in 300 377; do : > "$(printf "bad\\\\$octal")" || exit; done
        """;
    Process shell = new ProcessBuilder("sh", "-c", script, "sh", root.toString()).start();
    assumeTrue(shell.waitFor() == 0, "every name is UTF-8 here");

    assertThat(FtRun.of("ls", url("mixed")))
        .isEqualTo(
            new FtRun(
                0,
                "good\n",
                "ft: " + url("mixed") + ": 2 names left out, which no client can ask for\n"));
  }

  @Test
  void linksAreNotShown() throws Exception {
    tree();
    Files.createSymbolicLink(root.resolve("b/out"), temp);
    Files.createSymbolicLink(root.resolve("b/in"), root.resolve("large"));

    assertThat(FtRun.of("ls", url("b")).lines()).containsExactly("deep/", "two");
    assertThat(FtRun.of("ls", url("b/in")).exitCode()).isEqualTo(78);
    assertThat(FtRun.of("ls", url("b/out")).exitCode()).isEqualTo(78);
  }

  @Test
  void manyNamesAreAllShownAndOnce() throws Exception {
    List<String> names =
        IntStream.range(0, 20_000).mapToObj("file with a number %05d"::formatted).toList();
    Path many = Files.createDirectory(root.resolve("many"));
    for (String name : names) {
      Files.createFile(many.resolve(name));
    }

    assertThat(FtRun.of("ls", url("many")).lines()).isEqualTo(names);
    assertThat(FtRun.of("ls", "-U", url("many")).lines())
        .hasSize(names.size())
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(FtRun.of("ls", "--max-entries", "20000", url("many")).exitCode()).isZero();
    FtRun tooMany = FtRun.of("ls", "--max-entries", "19999", url("many"));
    assertThat(tooMany.exitCode()).isEqualTo(120);
    assertThat(tooMany.out()).isEmpty();
  }

  private static List<JsonNode> json(String... arguments) throws IOException {
    FtRun run = FtRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.lines()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<String> sorted(List<String> names) {
    return names.stream()
        .sorted((one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)))
        .toList();
  }
}
