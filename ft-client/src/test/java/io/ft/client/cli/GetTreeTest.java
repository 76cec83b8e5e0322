package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ft get} of folders, patterns and lists of files. */
class GetTreeTest {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_123L);

  private Path root;
  private Path folder;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    served = ServedFolder.start(temp.resolve("served"));
    root = served.root();
  }

  @AfterEach
  void tearDown() throws IOException {
    served.close();
  }

  private void tree() throws IOException {
    Files.createDirectories(root.resolve("a/tree/empty"));
    Files.createDirectories(root.resolve("a/tree/deep/er/and/deeper"));
    served.file("a/tree/one", 1);
    served.file("a/tree/none", 0);
    served.file("a/tree/deep/er/large", 3_000_000);
    served.file("a/tree/deep/er/and/deeper/x y", 5000);
    served.file("a/tree/deep/xt_MARK.h", 10);
    served.file("a/tree/deep/xt_mark.h", 11);
    served.file("a/tree/deep/line\nbreak", 12);
    for (Path path : List.of(root.resolve("a/tree/one"), root.resolve("a/tree/deep/er"))) {
      Files.setLastModifiedTime(path, LONG_AGO);
    }
  }

  @Test
  void treeArrivesWholeAndWithItsTimes() throws Exception {
    tree();

    assertThat(get("-r", url("a/tree"))).isEqualTo(new FtRun(0, "", ""));

    assertThat(contents(folder.resolve("tree"))).isEqualTo(contents(root.resolve("a/tree")));
    assertThat(times(folder.resolve("tree"))).isEqualTo(times(root.resolve("a/tree")));
  }

  @Test
  void treeThatIsHereIsNotFetchedAgain() throws Exception {
    assumeMarks();
    tree();
    get("-r", url("a/tree"));
    Map<String, Object> before = keys(folder);
    served.file("a/tree/one", 2);
    Files.delete(folder.resolve("tree/deep/xt_mark.h"));

    assertThat(get("-r", url("a/tree")).exitCode()).isZero();

    Map<String, Object> after = keys(folder);
    assertThat(contents(folder.resolve("tree"))).isEqualTo(contents(root.resolve("a/tree")));
    before.remove("tree/one");
    before.remove("tree/deep/xt_mark.h");
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void treeIsWrittenUnderTheNameOfTheOption() throws Exception {
    tree();

    assertThat(FtRun.of("get", "-r", "-o", folder + "/copy", url("a/tree")).exitCode()).isZero();

    assertThat(contents(folder.resolve("copy"))).isEqualTo(contents(root.resolve("a/tree")));
  }

  @Test
  void wholeServerIsWrittenIntoTheFolder() throws Exception {
    tree();

    assertThat(get("-r", url("")).exitCode()).isZero();

    assertThat(contents(folder)).isEqualTo(contents(root));
  }

  @Test
  void fileMayBeAskedForAsATree() throws Exception {
    tree();

    assertThat(get("-r", url("a/tree/one"), url("a/tree/deep/")).exitCode()).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("deep", "one");
  }

  @Test
  void folderIsFetchedOnRequestOnly() throws Exception {
    tree();

    assertThat(get(url("a/tree")).exitCode()).isEqualTo(78);
    FtRun run = get(url("a/tree/"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is a folder (fetch it with -r)");
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void missingTreeIsNotFound() throws Exception {
    FtRun run = get("-r", url("absent"), url("missing/"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.err()).hasLineCount(2);
  }

  @Test
  void patternsFetchWhatMatches() throws Exception {
    logs();

    assertThat(get(url("logs/2026-*/*.gz"))).isEqualTo(new FtRun(0, "", ""));

    assertThat(contents(folder).keySet()).containsExactly("2026-01/a.gz", "2026-02/b.gz");
  }

  @Test
  void patternOfTheLastPartFetchesIntoTheFolder() throws Exception {
    logs();

    assertThat(get(url("logs/2026-01/?.{gz,txt}")).exitCode()).isZero();

    assertThat(contents(folder).keySet()).containsExactly("a.gz", "c.txt");
  }

  @Test
  void foldersThatMatchAreLeftOutOrFetchedWhole() throws Exception {
    logs();

    FtRun without = get(url("logs/2026*"));
    assertThat(without.err()).contains("2026-01 is a folder, and left out").hasLineCount(3);
    assertThat(without.exitCode()).isEqualTo(78);

    assertThat(get("-r", url("logs/2026*")).exitCode()).isZero();
    assertThat(contents(folder).keySet())
        .containsExactly("2026-01/a.gz", "2026-01/c.txt", "2026-02/b.gz");
  }

  @Test
  void patternThatNothingMatchesIsAFailure() throws Exception {
    logs();

    FtRun run = get(url("logs/*/nothing*"), url("logs/2026-01/a*"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.err()).contains("nothing on the server matches").hasLineCount(1);
    assertThat(TestFiles.names(folder)).containsExactly("a.gz");
  }

  @Test
  void charactersOfPatternsCanBeTakenForThemselves() throws Exception {
    served.file("a[1]*.txt", 3);

    assertThat(get("-g", url("a[1]*.txt")).exitCode()).isZero();
    assertThat(get("-o", folder + "/other", url("a%5B1%5D%2A.txt")).exitCode()).isZero();

    assertThat(TestFiles.names(folder)).containsExactly("a[1]*.txt", "other");
  }

  @Test
  void filtersLeaveOutFiles() throws Exception {
    logs();

    assertThat(get("-r", "--include", "*.gz", "--exclude", "2025*/", url("logs")).exitCode())
        .isZero();
    assertThat(contents(folder).keySet())
        .containsExactly("logs/2026-01/a.gz", "logs/2026-02/b.gz", "logs/readme.gz");
  }

  @Test
  void filtersWithoutATreeAreWrongUsage() throws Exception {
    served.file("one", 1);

    FtRun run = get("--exclude", "*.gz", url("one"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("are for trees and patterns");
  }

  @Test
  void namedFilesCanBeHeldToPortableNames() throws Exception {
    served.file("Readme", 1);
    served.file("readme", 2);
    served.file("aux.h", 3);

    FtRun run = get("--portable-names", url("Readme"), url("readme"), url("aux.h"));

    assertThat(run.exitCode()).isEqualTo(121);
    assertThat(run.err()).hasLineCount(2);
    assertThat(TestFiles.names(folder)).containsExactly("Readme");
  }

  @Test
  void filesAreFetchedFromAList() throws Exception {
    logs();
    Path list =
        Files.writeString(
            folder.resolveSibling("list"),
            "# a comment\n\n2026-01/a.gz\n./2025-12/z.gz\r\n%s\n"
                .formatted(url("logs/2026-02/b.gz")));

    assertThat(get("--files-from", list.toString(), url("logs"))).isEqualTo(new FtRun(0, "", ""));

    assertThat(contents(folder).keySet()).containsExactly("2025-12/z.gz", "2026-01/a.gz", "b.gz");
  }

  @Test
  void urlInAListMayBeInCapitals() throws Exception {
    logs();
    String url = url("logs/2026-02/b.gz").replace("ft://", "FT://");
    Path list = Files.writeString(folder.resolveSibling("list"), url + "\n");

    assertThat(get("--files-from", list.toString())).isEqualTo(new FtRun(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a//b", "/etc/passwd", "ft://host:x/y", "a/"})
  void lineThatIsWrongIsToldWithItsNumber(String line) throws Exception {
    Path list = Files.writeString(folder.resolveSibling("list"), "good\n" + line + "\n");

    FtRun run = get("--files-from", list.toString(), url("logs"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(list + ":2: ").hasLineCount(1);
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void listThatCannotBeReadIsWrongUsage() throws Exception {
    assertThat(get("--files-from", folder + "/absent").exitCode()).isEqualTo(2);
    Files.write(folder.resolveSibling("list"), new byte[] {(byte) 0xff});
    assertThat(get("--files-from", folder.resolveSibling("list").toString(), url("")).err())
        .contains("is not UTF-8");
  }

  @Test
  void oneBadFileDoesNotStopTheOthers() throws Exception {
    tree();
    Files.createDirectories(folder.resolve("tree/one"));

    FtRun run = get("-r", url("a/tree"));

    assertThat(run.exitCode()).isEqualTo(23);
    assertThat(run.err()).contains("/a/tree/one: ").contains("is a folder").hasLineCount(1);
    assertThat(contents(folder.resolve("tree"))).hasSize(6);
  }

  @Test
  void firstFailureStopsEverythingOnRequest() throws Exception {
    served.file("good", 10);

    FtRun run = get("--fail-fast", "-r", url("absent/"), url("good"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void folderThatCannotBeWrittenIsFoundBeforeTheFirstByte() throws Exception {
    tree();

    FtRun run = FtRun.of("get", "-r", "-O", folder + "/absent", url("a/tree"));

    assertThat(run.exitCode()).isEqualTo(23);
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void existingFilesAreSkippedOrKeptOrFetchedAnew() throws Exception {
    served.file("one", 100);
    served.file("two", 100);
    Path one = Files.writeString(folder.resolve("one"), "mine");

    assertThat(get("--skip-existing", url("one"), url("two")).exitCode()).isZero();
    assertThat(one).hasContent("mine");
    assertThat(folder.resolve("two")).hasBinaryContent(TestFiles.content(100));

    assertThat(get("--no-clobber", url("one")).exitCode()).isEqualTo(119);
    assertThat(one).hasContent("mine");

    assertThat(get(url("one")).exitCode()).isZero();
    Object key = keys(folder).get("one");
    assertThat(get("--force", url("one")).exitCode()).isZero();
    assertThat(keys(folder).get("one")).isNotEqualTo(key);
    assertThat(get("--force", "--no-clobber", url("one")).exitCode()).isEqualTo(2);
  }

  @Test
  void timeOfASingleFileIsKeptOnRequest() throws Exception {
    served.file("one", 100);
    Files.setLastModifiedTime(root.resolve("one"), LONG_AGO);

    get(url("one"));
    assertThat(Files.getLastModifiedTime(folder.resolve("one"))).isGreaterThan(LONG_AGO);

    get("-R", url("one"));
    assertThat(Files.getLastModifiedTime(folder.resolve("one"))).isEqualTo(LONG_AGO);
  }

  /** Java sets such a time to 1970, so the source gets it from another program. */
  @Test
  void timeBefore1970IsKeptButForItsFraction() throws Exception {
    served.file("a/tree/sub/one", 100);
    for (String name : List.of("a/tree/sub/one", "a/tree/sub")) {
      String path = root.resolve(name).toString();
      Process touch = new ProcessBuilder("touch", "-d", "1960-02-03 04:05:06.7Z", path).start();
      assertThat(touch.waitFor()).isZero();
    }

    get("-r", url("a/tree"));

    FileTime whole = FileTime.from(Instant.parse("1960-02-03T04:05:06Z"));
    assertThat(Files.getLastModifiedTime(folder.resolve("tree/sub/one"))).isEqualTo(whole);
    assertThat(Files.getLastModifiedTime(folder.resolve("tree/sub"))).isEqualTo(whole);
    assertThat(get("-r", url("a/tree")).err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o -", "--classic", "-j 0", "--limit-rate 0", "--max-entries 0"})
  void whatDoesNotGoWithTreesIsWrongUsage(String options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-r"));
    arguments.addAll(List.of(options.split(" ")));
    arguments.add(url("a/tree"));

    FtRun run = get(arguments.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1);
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  private void logs() throws IOException {
    for (String path :
        List.of("2025-12/z.gz", "2026-01/a.gz", "2026-01/c.txt", "2026-02/b.gz", "readme.gz")) {
      Files.createDirectories(root.resolve("logs").resolve(path).getParent());
      served.file("logs/" + path, 10);
    }
  }

  private FtRun get(String... arguments) {
    List<String> all = new ArrayList<>(List.of("get", "-O", folder.toString()));
    all.addAll(List.of(arguments));
    return FtRun.of(all.toArray(String[]::new));
  }

  private String url(String path) {
    return "ft://127.0.0.1:" + served.port() + "/" + path.replace(" ", "%20");
  }

  private void assumeMarks() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("user"));
  }

  private interface Look<V> {
    V at(Path path) throws IOException;
  }

  private static <V> Map<String, V> each(Path top, boolean folders, Look<V> look)
      throws IOException {
    Map<String, V> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.filter(any -> folders || Files.isRegularFile(any)).toList()) {
        found.put(top.relativize(path).toString(), look.at(path));
      }
    }
    return found;
  }

  private static Map<String, String> contents(Path top) throws IOException {
    return each(top, false, path -> new String(Files.readAllBytes(path), ISO_8859_1));
  }

  private static Map<String, FileTime> times(Path top) throws IOException {
    Map<String, FileTime> times = each(top, true, path -> Files.getLastModifiedTime(path));
    times.remove("");
    return times;
  }

  private static Map<String, Object> keys(Path top) throws IOException {
    return each(top, false, path -> Files.getAttribute(path, "unix:ino"));
  }
}
