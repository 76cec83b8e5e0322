package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Section 3.9. */
final class ListingCases {

  /** What a server may list, if its operator wants hidden files or links. */
  private static final Set<String> OPTIONAL =
      Set.of(Tree.HIDDEN, ".git", Tree.IN_HIDDEN_FOLDER, Tree.LINK);

  private ListingCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("L-2 L-3 L-4", "a listing of the root has its names", ListingCases::root),
        Case.of("L-2 L-3 L-4", "a listing of a folder has the names in it", ListingCases::folder),
        Case.of(
            "L-2 L-3 L-4", "a recursive listing has all that is below", ListingCases::recursive),
        Case.of(
            "L-4", "in a recursive listing of a folder, paths begin there", ListingCases::below),
        Case.of("L-2", "a listing can be empty", ListingCases::empty),
        Case.of("L-2 R-2", "what is no folder is not listed", ListingCases::noFolder),
        Case.of(
            "L-3 P-6", "a link out of the root is neither listed nor an entry", ListingCases::link),
        Case.of("L-3 R-5 N-3", "an entry tells what EXISTS would", ListingCases::entriesAsExists),
        Case.of("L-6", "names that no REQUEST can carry are omitted", ListingCases::omitted),
        Case.of("X-13 X-2", "listings and files at once", ListingCases::beside));
  }

  private static void root(ServerUnderTest server) throws Exception {
    expectNames(server, Ask.list(1, ""), all().filter(path -> !path.contains("/")));
  }

  private static void folder(ServerUnderTest server) throws Exception {
    expectNames(
        server, Ask.list(1, Tree.FOLDER), below(Tree.FOLDER).filter(path -> !path.contains("/")));
  }

  private static void recursive(ServerUnderTest server) throws Exception {
    expectNames(server, Ask.listRecursively(1, ""), all());
  }

  private static void below(ServerUnderTest server) throws Exception {
    expectNames(server, Ask.listRecursively(1, Tree.FOLDER), below(Tree.FOLDER));
  }

  private static void empty(ServerUnderTest server) throws Exception {
    expectNames(server, Ask.list(1, Tree.EMPTY_FOLDER), Stream.of());
    expectNames(server, Ask.listRecursively(1, Tree.EMPTY_FOLDER), Stream.of());
  }

  private static Stream<String> all() {
    return Stream.concat(Tree.FILES.stream(), Tree.FOLDERS.stream());
  }

  private static Stream<String> below(String folder) {
    String start = folder + "/";
    return all().filter(path -> path.startsWith(start)).map(path -> path.substring(start.length()));
  }

  private static void expectNames(
      ServerUnderTest server, Message.List request, Stream<String> names) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(request);
      Session.Listing listing = session.expectListing(1);
      Set<String> listed = new TreeSet<>();
      for (Message.Entry entry : listing.entries()) {
        if (!listed.add(entry.path())) {
          throw new Violation("got the entry \"" + entry.path() + "\" twice");
        }
      }
      listed.removeAll(OPTIONAL);
      Set<String> expected = names.collect(Collectors.toCollection(TreeSet::new));
      if (!listed.equals(expected)) {
        throw new Violation("got the entries %s (expected: %s)".formatted(listed, expected));
      }
      if (listing.omitted() != 0) {
        throw new Violation("omitted: %d (expected: 0)".formatted(listing.omitted()));
      }
      session.expectQuiet();
    }
  }

  private static void noFolder(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      int id = 1;
      for (String path : List.of("missing", "missing/x", Tree.SMALL, Tree.SMALL + "/x")) {
        session.send(Ask.list(id, path));
        session.expect(Message.NotExists.class, id++);
        session.send(Ask.listRecursively(id, path));
        session.expect(Message.NotExists.class, id++);
      }
      session.expectQuiet();
    }
  }

  private static void link(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(Ask.list(1, Tree.LINK_OUTSIDE));
      session.expect(Message.NotExists.class, 1);
      session.send(Ask.list(2, ""));
      for (Message.Entry entry : session.expectListing(2).entries()) {
        if (entry.path().equals(Tree.LINK_OUTSIDE)) {
          throw new Violation("got " + Message.describe(entry) + " (expected: it is left out)");
        }
      }
    }
  }

  private static void entriesAsExists(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(Ask.listRecursively(1, ""));
      Map<String, Message.Entry> entries = new HashMap<>();
      for (Message.Entry entry : session.expectListing(1).entries()) {
        entries.put(entry.path(), entry);
      }
      for (String folder : Tree.FOLDERS) {
        if (!entry(entries, folder).folder()) {
          throw new Violation("got a file (expected: \"" + folder + "\" is a folder)");
        }
      }
      int id = 2;
      for (String file : Tree.FILES) {
        Message.Entry entry = entry(entries, file);
        session.send(Ask.advance(id, file, 0, 0, Ask.ALL));
        Message.Exists exists = session.expectExists(id++);
        session.expectRange(exists, 0, 0);
        if (entry.folder()
            || entry.size() != exists.size()
            || !entry.modified().equals(exists.modified())
            || !Arrays.equals(entry.tag(), exists.tag())) {
          throw new Violation(
              "got %s, modified %s (expected: as in %s, modified %s)"
                  .formatted(
                      Message.describe(entry),
                      entry.modified(),
                      Message.describe(exists),
                      exists.modified()));
        }
        RequestCases.expectModified(file, entry.modified());
      }
    }
  }

  private static Message.Entry entry(Map<String, Message.Entry> entries, String path)
      throws Violation {
    Message.Entry entry = entries.get(path);
    if (entry == null) {
      throw new Violation("got no entry \"" + path + "\"");
    }
    return entry;
  }

  /** Four folders in each other, so that the name of a file in the last one is too long. */
  private static void omitted(ServerUnderTest server) throws Exception {
    Path root = server.changeableFolder();
    String part = "x".repeat(250);
    String deep = String.join("/", part, part, part, part);
    try (Session session = Session.open(server, Session.LIST)) {
      Files.createDirectories(root.resolve(deep));
      Files.write(root.resolve(deep).resolve("short"), new byte[1]);
      Files.write(root.resolve(deep).resolve("l" + "o".repeat(20) + "ng"), new byte[1]);
      session.send(Ask.list(1, deep));
      Session.Listing listing = session.expectListing(1);
      List<String> names = listing.entries().stream().map(Message.Entry::path).toList();
      if (!names.equals(List.of("short")) || listing.omitted() != 1) {
        throw new Violation(
            "got the entries %s, %d omitted (expected: [short], 1)"
                .formatted(names, listing.omitted()));
      }
      session.send(Ask.listRecursively(2, part));
      listing = session.expectListing(2);
      if (listing.entries().size() != 4 || listing.omitted() != 1) {
        throw new Violation(
            "got %d entries, %d omitted (expected: 4, 1)"
                .formatted(listing.entries().size(), listing.omitted()));
      }
    } finally {
      delete(root.resolve(part));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void beside(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(
          Ask.listRecursively(1, ""), Ask.request(2, Tree.SMALL), Ask.list(3, Tree.FOLDER));
      int entries1 = 0;
      int entries3 = 0;
      int ends = 0;
      while (ends < 3) {
        Message message = session.next("a frame for 1, 2 or 3");
        if (message instanceof Message.Entry entry && entry.id() == 1) {
          entries1++;
        } else if (message instanceof Message.Entry entry && entry.id() == 3) {
          entries3++;
        } else if (message instanceof Message.ListEnd end
            && end.entries() == (end.id() == 1 ? entries1 : entries3)) {
          ends++;
        } else if (message instanceof Message.Exists) {
          ends++;
        } else {
          throw new Violation(
              "got %s behind %d entries for 1 and %d for 3 (expected: a frame for one of the three)"
                  .formatted(Message.describe(message), entries1, entries3));
        }
      }
      session.expectQuiet();
    }
  }
}
