package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.Entry.Kind;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.NotExists;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of the folders of a server. */
class ListingTest {

  private static final Instant MODIFIED = Instant.parse("2001-02-03T04:05:06.000000007Z");

  private Path folder;
  private Path root;
  private TestServer server;
  private FramedClient client;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
    server = TestServer.start(root);
    client = Listing.connect(server.address());
  }

  @AfterEach
  void stopServer() throws IOException {
    client.close();
    server.close();
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @Test
  void featureIsAnnounced() throws Exception {
    try (FramedClient other = FramedClient.connect(server.address())) {
      assertThat(other.greet(Listing.HELLO).features()).contains(Feature.LIST);
    }
  }

  @Test
  void entryOfAFileIsWhatTheAnswerToARequestSays() throws Exception {
    TestFiles.create(root.resolve("file"), 1_234);
    Files.setLastModifiedTime(root.resolve("file"), FileTime.from(MODIFIED));

    Entry entry = Listing.of(client, 1, "").entries().get(0);

    Exists exists = client.fetch(2, "file").exists();
    assertThat(entry)
        .isEqualTo(new Entry(1, Kind.FILE, 1_234, MODIFIED, exists.tag(), "file"))
        .extracting(Entry::size, Entry::modified)
        .containsExactly(exists.size(), exists.modified());
    assertThat(exists.tag().isNone()).isFalse();
  }

  @Test
  void entryOfAFolderHasItsTimeAndNeitherSizeNorTag() throws Exception {
    Files.createDirectory(root.resolve("sub"));
    Files.setLastModifiedTime(root.resolve("sub"), FileTime.from(MODIFIED));

    Listing listing = Listing.of(client, 1, "");

    assertThat(listing.entries())
        .containsExactly(new Entry(1, Kind.FOLDER, 0, MODIFIED, Tag.NONE, "sub"));
    assertThat(listing.end()).isEqualTo(new ListEnd(1, 1, 0));
  }

  /** As it stands on the wire. */
  @Test
  void listingsAreTheseBytes() throws Exception {
    Files.createDirectories(root.resolve("sub/one/two"));
    shell("mkdir \"$1/sub/$(printf 'bad\\377')\"");
    FileTime modified = FileTime.from(Instant.parse("2026-01-02T03:04:05.000000006Z"));
    Files.setLastModifiedTime(root.resolve("sub/one/two"), modified);
    Files.setLastModifiedTime(root.resolve("sub/one"), modified);

    // LIST, id 7, recursive, path sub.
    send("2000000600000007 c585d210 01 0003 737562 c19c4437");
    // ENTRY: a folder, no size, its time, no tag, one; the same for one/two.
    assertReceived(
        "2100001b00000007 1ea81469 02 0000000000000000"
            + "00000000695735a5 00000006 00 0003 6f6e65 d0150cc0");
    assertReceived(
        "2100001f00000007 feedaad9 02 0000000000000000"
            + "00000000695735a5 00000006 00 0007 6f6e652f74776f 6f79a022");
    // LIST_END: 2 entries, 1 omitted.
    assertReceived("2200001000000007 48b82865 0000000000000002 0000000000000001 1532ebed");

    // LIST, id 8, path nul. NOT_EXISTS.
    send("2000000600000008 9b96ee34 00 0003 6e756c afabd906");
    assertReceived("1200000000000008 10ff19bf 10ff19bf");
  }

  private void send(String hex) throws IOException {
    client.sendBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private void assertReceived(String hex) throws IOException {
    String expected = hex.replace(" ", "");
    byte[] received = client.socket().getInputStream().readNBytes(expected.length() / 2);
    assertThat(HexFormat.of().formatHex(received)).isEqualTo(expected);
  }

  @Test
  void emptyFolderIsAnEndWithoutEntries() throws Exception {
    Files.createDirectory(root.resolve("empty"));

    assertThat(Listing.of(client, 1, "empty"))
        .isEqualTo(new Listing(List.of(), new ListEnd(1, 0, 0)));
  }

  @Test
  void listingIsOfOneFolderUnlessItIsRecursive() throws Exception {
    TestFiles.create(root.resolve("a"), 1);
    TestFiles.create(root.resolve("sub/b"), 2);
    TestFiles.create(root.resolve("sub/deep/c"), 3);
    Files.createDirectories(root.resolve("sub/empty"));

    assertThat(Listing.of(client, 1, "").names()).containsExactly("a", "sub/");
    assertThat(Listing.of(client, 2, "sub").names()).containsExactly("b", "deep/", "empty/");
    assertThat(Listing.recursive(client, 3, "sub/deep").names()).containsExactly("c");
    assertThat(Listing.recursive(client, 4, "sub").names())
        .containsExactly("b", "deep/", "deep/c", "empty/");
    assertThat(Listing.recursive(client, 5, "").names())
        .containsExactly("a", "sub/", "sub/b", "sub/deep/", "sub/deep/c", "sub/empty/");
  }

  @Test
  void folderComesBeforeWhatIsInIt() throws Exception {
    TestFiles.create(root.resolve("one/two/file"), 1);

    assertThat(Listing.recursive(client, 1, "").entries())
        .extracting(Entry::path)
        .containsExactly("one", "one/two", "one/two/file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing",
        "file",
        "file/below",
        "link",
        "link/below",
        "out",
        "dangling",
        "pipe",
        ".",
        "..",
        "sub/..",
        "/",
        "/sub",
        "sub/",
        "sub//sub",
        "a\0b"
      })
  void whatIsNoFolderDoesNotExist(String path) throws Exception {
    TestFiles.create(root.resolve("file"), 1);
    TestFiles.create(root.resolve("sub/below/x"), 1);
    TestFiles.createPipe(root.resolve("pipe"));
    Files.createSymbolicLink(root.resolve("link"), root.resolve("sub"));
    Files.createSymbolicLink(root.resolve("out"), folder);
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));

    assertThat(Listing.of(client, 1, path).end()).isEqualTo(new NotExists(1));
    assertThat(Listing.recursive(client, 2, path).end()).isEqualTo(new NotExists(2));
    assertThat(server.events().awaitExchanges(2))
        .extracting(ExchangeReport::kind, ExchangeReport::path, ExchangeReport::outcome)
        .containsOnly(tuple(ExchangeReport.Kind.LISTING, path, Outcome.NOT_FOUND));
  }

  @Test
  void pathThatIsTooLongDoesNotExist() throws Exception {
    assertThat(Listing.of(client, 1, "x/".repeat(600) + "x").end()).isEqualTo(new NotExists(1));
  }

  @Test
  void linksAndSpecialFilesAreNeitherListedNorCounted() throws Exception {
    TestFiles.create(folder.resolve("secret/file"), 1);
    TestFiles.create(root.resolve("sub/file"), 1);
    TestFiles.createPipe(root.resolve("pipe"));
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("out-file"), folder.resolve("secret/file"));
    Files.createSymbolicLink(root.resolve("in"), root.resolve("sub"));
    Files.createSymbolicLink(root.resolve("in-file"), root.resolve("sub/file"));
    Files.createSymbolicLink(root.resolve("sub/loop"), root);

    Listing listing = Listing.recursive(client, 1, "");

    assertThat(listing.names()).containsExactly("sub/", "sub/file");
    assertThat(listing.omitted()).isZero();
  }

  @Test
  void namesThatAreNotUtf8AreCountedAndNotEntered() throws Exception {
    TestFiles.create(root.resolve("größe \uFFFD"), 1);
    shell("cd \"$1\" && printf x > \"$(printf 'bad\\377')\"");
    shell(
        "cd \"$1\" && mkdir \"$(printf 'dir\\377')\" && printf x > \"$(printf 'dir\\377')/file\"");
    shell("cd \"$1\" && ln -s nowhere \"$(printf 'link\\377')\"");
    shell("cd \"$1\" && mkdir sub && printf x > \"$(printf 'sub/\\300\\257')\"");

    Listing listing = Listing.recursive(client, 1, "");

    assertThat(listing.names()).containsExactly("größe \uFFFD", "sub/");
    assertThat(listing.omitted()).isEqualTo(3);
    assertThat(client.fetch(2, "größe \uFFFD").bytes()).hasSize(1);
  }

  /** 1,024 bytes from the root fit; one byte more does not. */
  @Test
  void pathsThatNoRequestCouldCarryAreCountedAndNotEntered() throws Exception {
    String part = "é".repeat(100);
    String deep = String.join("/", part, part, part, part, part);
    TestFiles.create(root.resolve(deep).resolve("x".repeat(19)), 1);
    TestFiles.create(root.resolve(deep).resolve("y".repeat(20)), 1);
    TestFiles.create(root.resolve(deep).resolve("z".repeat(20)).resolve("file"), 1);
    Files.createDirectory(root.resolve(deep).resolve("w".repeat(18)));
    TestFiles.create(root.resolve(deep).resolve("v".repeat(18)).resolve("file"), 1);

    Listing all = Listing.recursive(client, 1, "");
    Listing below = Listing.recursive(client, 2, deep);

    assertThat(below.names())
        .containsExactly("v".repeat(18) + "/", "w".repeat(18) + "/", "x".repeat(19));
    assertThat(below.omitted()).isEqualTo(3);
    assertThat(all.names()).hasSize(5 + 3);
    assertThat(all.omitted()).isEqualTo(3);
    String longest = deep + "/" + "x".repeat(19);
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1_024);
    assertThat(client.fetch(3, longest).bytes()).hasSize(1);
  }

  @Test
  void deepestTreeThatAPathCanNameIsListed() throws Exception {
    Path deep = Files.createDirectories(root.resolve("d/".repeat(511)));
    Files.createFile(deep.resolve("f"));
    Files.createDirectory(deep.resolve("d"));

    Listing listing = Listing.recursive(client, 1, "");

    assertThat(listing.names()).hasSize(513).endsWith("d/".repeat(511) + "f");
    OpenHandles.awaitNone(root);
  }

  @Test
  void folderThatMayNotBeReadHasOnlyItsEntry() throws Exception {
    TestFiles.create(root.resolve("closed/file"), 1);
    TestFiles.create(root.resolve("blind/file"), 1);
    Files.setPosixFilePermissions(
        root.resolve("closed"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        root.resolve("blind"), PosixFilePermissions.fromString("r--r--r--"));
    try {
      assumeFalse(Files.isReadable(root.resolve("closed")), "nothing is closed to root");

      assertThat(Listing.recursive(client, 1, "").names()).containsExactly("blind/", "closed/");
      assertThat(Listing.recursive(client, 2, "closed").end()).isEqualTo(new NotExists(2));
      assertThat(Listing.recursive(client, 3, "blind").names()).isEmpty();
    } finally {
      for (String name : List.of("closed", "blind")) {
        Files.setPosixFilePermissions(
            root.resolve(name), PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void listingsOfOneConnectionTakeTurnsWithEachOtherAndADownload() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("large"), 8 << 20);
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(root.resolve("f" + i));
    }
    client.send(
        FramedClient.wholeFile(1, "large"),
        new ListRequest(2, "", false),
        new ListRequest(3, "", true));

    int[] entries = new int[4];
    int blocks = 0;
    int ends = 0;
    boolean listingsTookTurns = false;
    while (ends < 3) {
      Object next = client.next();
      if (next instanceof Entry entry) {
        entries[entry.id()]++;
        listingsTookTurns |=
            entries[2] < 1_001 && entries[3] < 1_001 && entries[5 - entry.id()] > 0;
      } else if (next instanceof Block block) {
        assertThat(block.intact()).isTrue();
        blocks++;
      } else if (next instanceof ListEnd end) {
        assertThat(end).isEqualTo(new ListEnd(end.id(), 1_001, 0));
        ends++;
      } else if (next instanceof End end) {
        assertThat(end.length()).isEqualTo(bytes.length);
        ends++;
      } else {
        assertThat(next).isInstanceOf(Exists.class);
      }
    }

    assertThat(entries).containsExactly(0, 0, 1_001, 1_001);
    assertThat(blocks).isEqualTo(8);
    assertThat(listingsTookTurns).isTrue();
  }

  @Test
  void readyForAListingFailsTheConnection() throws Exception {
    TestFiles.create(root.resolve("file"), 1);
    client.send(new ListRequest(1, "", false), new Ready(1, 0, 1));

    Object end = Listing.finish(client, 1).end();
    // A READY that comes behind the end of the exchange is none for a running listing.
    if (!(end instanceof ListEnd)) {
      assertThat(end)
          .isInstanceOfSatisfying(
              Failure.class,
              failure ->
                  assertThat(failure)
                      .extracting(Failure::id, Failure::code)
                      .containsExactly(0, ErrorCode.MALFORMED));
    }
  }

  @Test
  void cancelOfAListingThatHasEndedIsIgnored() throws Exception {
    Listing.of(client, 1, "");
    client.send(new Cancel(1));

    assertThat(Listing.of(client, 2, "").names()).isEmpty();
  }

  @Test
  void listingIsReportedWithItsEntries() throws Exception {
    TestFiles.create(root.resolve("sub/file"), 100);
    Listing.of(client, 1, "sub");

    ExchangeReport report = server.events().awaitExchange();
    assertThat(report)
        .extracting(
            ExchangeReport::kind,
            ExchangeReport::path,
            ExchangeReport::outcome,
            ExchangeReport::entriesSent,
            ExchangeReport::bytesSent,
            ExchangeReport::detail)
        .containsExactly(ExchangeReport.Kind.LISTING, "sub", Outcome.SENT, 1L, 0L, "");
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script, "sh", root.toString()).inheritIO().start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
