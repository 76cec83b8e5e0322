package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicTiming;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.HostileRequests.Connector;
import io.ft.server.security.ServerSecurity;
import io.ft.server.store.FileStore;
import io.ft.server.store.FileStores;
import io.ft.server.store.Share;
import io.ft.server.store.StoreOptions;
import io.ft.server.store.Symlinks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked for under hostile names, of servers with each kind of store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePathsTest {

  private static final int MIN_PATHS = 300;

  /** Few of the names come in pieces, and those are cut where more than 1,024 bytes have come. */
  private static final ClassicTiming SHORT_TIMES = new ClassicTiming(5, 1);

  private final List<Served> servers = new ArrayList<>();
  private List<HostilePath> paths = List.of();

  /**
   * A server.
   *
   * @param connector how it is reached
   * @param prefix what paths begin with
   */
  private record Served(StoreServer server, Connector connector, String prefix, Symlinks symlinks) {

    HostileRequests requests() {
      return new HostileRequests(connector, server.address(), prefix);
    }

    /** Two are enough: what the others do differently is no matter of the dialect. */
    boolean speaksClassic() {
      return prefix.isEmpty() == (symlinks == Symlinks.REFUSE);
    }

    boolean serves(HostilePath path) {
      return symlinks == Symlinks.INSIDE && path.kind().equals("links-inside");
    }
  }

  @BeforeAll
  void startServers(@TempDir Path temporary, @TempDir Path keys) throws Exception {
    HostileFolder folder = HostileFolder.create(temporary);
    paths = HostilePaths.of(folder);
    for (Symlinks symlinks : Symlinks.values()) {
      servers.add(start(folder, "", "", symlinks, ServerSecurity.NONE, Sockets::connect));
      servers.add(
          start(folder, "share", "share/", symlinks, ServerSecurity.NONE, Sockets::connect));
    }
    Certificates certificates = Certificates.in(keys);
    SSLContext trusting = certificates.clientContext(null);
    servers.add(
        start(
            folder,
            "",
            "",
            Symlinks.REFUSE,
            certificates.security(),
            address -> Certificates.over(Sockets.connect(address), trusting)));
  }

  private static Served start(
      HostileFolder folder,
      String share,
      String prefix,
      Symlinks symlinks,
      ServerSecurity security,
      Connector connector)
      throws IOException {
    FileStore store =
        FileStores.open(
            List.of(new Share(share, folder.root())), StoreOptions.DEFAULT.withSymlinks(symlinks));
    ServerConfig config =
        TestServer.config(
            folder.root(), settings -> settings.classicTiming(SHORT_TIMES).security(security));
    return new Served(
        StoreServer.start(config, store, Transport.best()), connector, prefix, symlinks);
  }

  @AfterAll
  void stopServers() throws IOException {
    for (Served served : servers) {
      served.server().close();
    }
  }

  Stream<HostilePath> paths() {
    return paths.stream();
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(paths).hasSizeGreaterThanOrEqualTo(MIN_PATHS).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void framedClientIsToldThatNothingIsThere(HostilePath path) throws IOException {
    for (Served served : servers) {
      if (served.serves(path)) {
        continue;
      }
      int before = served.server().events().exchanges().size();
      HostileRequests requests = served.requests();
      requests.framed(path.below(served.prefix()));

      List<String> expected = requests.framedPaths(path.below(served.prefix()));
      assertReported(served, before, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void classicClientIsToldThatNothingIsThere(HostilePath path) throws IOException {
    // A server looks for a name when its client has been silent for a while: ask all of them first.
    List<Asked> asked = new ArrayList<>();
    for (Served served : servers) {
      if (served.speaksClassic() && !served.serves(path)) {
        HostilePath whole = path.below(served.prefix());
        int before = served.server().events().exchanges().size();
        asked.add(new Asked(served, whole, before, served.requests().sendClassic(whole)));
      }
    }
    for (Asked each : asked) {
      HostileRequests.finishClassic(each.client(), each.path());
      each.served().requests().good();

      String good = each.served().prefix() + "good";
      if (HostileRequests.isNoClassicName(each.path())) {
        assertReported(each.served(), each.before(), List.of(good));
      } else if (each.path().bytes().length <= Limits.MAX_PATH_BYTES) {
        assertReported(each.served(), each.before(), List.of(each.path().text(), good));
      } else {
        each.served().server().events().awaitExchanges(each.before() + 2);
      }
    }
  }

  private record Asked(Served served, HostilePath path, int before, ClassicClient client) {}

  /** Each request has one report, and one line in the log, whatever is in its name. */
  private static void assertReported(Served served, int before, List<String> paths)
      throws IOException {
    List<ExchangeReport> reports = served.server().events().awaitExchanges(before + paths.size());
    reports = reports.subList(before, reports.size());
    assertThat(reports).extracting(ExchangeReport::path).containsExactlyElementsOf(paths);
    assertThat(reports.subList(0, reports.size() - 1))
        .extracting(ExchangeReport::outcome)
        .allMatch(Outcome.NOT_FOUND::equals);
    assertThat(reports.get(reports.size() - 1).outcome()).isEqualTo(Outcome.SENT);
    try (CapturedLog log = CapturedLog.of("io.ft.server.access")) {
      reports.forEach(new LoggingEvents()::exchangeEnded);

      assertThat(log.events())
          .hasSameSizeAs(paths)
          .extracting(ILoggingEvent::getFormattedMessage)
          .allMatch(line -> line.chars().noneMatch(HostilePathsTest::isDangerous));
    }
  }

  /** What could begin another line, move a cursor or turn text around. */
  private static boolean isDangerous(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  @Test
  void listingOfTheRootShowsNothingHiddenOrOutside() throws IOException {
    for (Served served : servers) {
      try (FramedClient client =
          FramedClient.over(served.connector().connect(served.server().address()))) {
        client.greet(Listing.HELLO);
        assertThat(Listing.recursive(client, 1, "").names())
            .contains(served.prefix() + "good", served.prefix() + "sub/file")
            .noneMatch(name -> name.contains("canary") || name.matches("(.*/)?\\..*"));
      }
    }
  }
}
