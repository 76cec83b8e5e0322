package io.ft.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ft.codec.NotExists;
import io.ft.server.store.FileStore;
import io.ft.server.store.FileStores;
import io.ft.server.store.Share;
import io.ft.server.store.StoreOptions;
import io.ft.server.store.Symlinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Prints how long a client waits for the answer that there is no such file, for each reason that
 * there can be. To be run by hand, on a machine that does nothing else:
 *
 * <pre>
 *   mvn -q -pl ft-picocli,ft-codec,ft-server package -DskipTests dependency:build-classpath \
 *     -Dmdep.outputFile=target/classpath
 *   cd ft-server/target
 *   java -cp test-classes:classes:$(cat classpath) io.ft.server.RefusalTimes
 * </pre>
 */
final class RefusalTimes {

  private static final int WARM_UP_ROUNDS = 3_000;
  private static final int ROUNDS = 3_000;

  private static final Map<String, String> PATHS = new LinkedHashMap<>();

  static {
    PATHS.put("missing file", "missing");
    PATHS.put("missing file in a folder", "sub/missing");
    PATHS.put("missing folder", "missing/missing");
    PATHS.put("link to a file outside", "links/to-file");
    PATHS.put("link to a folder outside", "links/to-folder/canary");
    PATHS.put("link to nowhere", "links/nowhere");
    PATHS.put("link inside, hidden", "links/hidden");
    PATHS.put("hidden file", ".secret");
    PATHS.put("hidden file, missing", ".missing");
    PATHS.put("folder", "sub");
    PATHS.put("pipe", "pipe");
    PATHS.put("up to a file outside", "../outside/canary");
    PATHS.put("up to nowhere", "../outside/missing");
    PATHS.put("not UTF-8", "good\uDCFF");
    PATHS.put("NUL", "good\0");
    PATHS.put("1,025 bytes", "x".repeat(1025));
  }

  private RefusalTimes() {}

  public static void main(String[] args) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    Path temporary = Files.createTempDirectory("ft-refusal-times");
    HostileFolder folder = HostileFolder.create(temporary);
    for (Symlinks symlinks : Symlinks.values()) {
      FileStore store =
          FileStores.open(
              List.of(Share.unnamed(folder.root())), StoreOptions.DEFAULT.withSymlinks(symlinks));
      try (StoreServer server = StoreServer.start(folder.root(), store);
          FramedClient client = server.framedClient()) {
        print(symlinks, measure(client));
      }
    }
    try (Stream<Path> made = Files.walk(temporary)) {
      for (Path path : made.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Takes the paths in turns, so that whatever else the machine does meets all of them. */
  private static Map<String, long[]> measure(FramedClient client) throws IOException {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    PATHS.keySet().forEach(name -> nanos.put(name, new long[ROUNDS]));
    int id = 0;
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Map.Entry<String, String> path : PATHS.entrySet()) {
        long start = System.nanoTime();
        client.send(FramedClient.wholeFile(++id, path.getValue()));
        Object answer = client.next();
        long end = System.nanoTime();
        if (!answer.equals(new NotExists(id))) {
          throw new AssertionError(path.getKey() + ": " + answer);
        }
        if (round >= 0) {
          Objects.requireNonNull(nanos.get(path.getKey()))[round] = end - start;
        }
      }
    }
    return nanos;
  }

  private static void print(Symlinks symlinks, Map<String, long[]> nanos) {
    System.out.printf("%nlinks: %s%n", symlinks.name().toLowerCase(Locale.ROOT));
    System.out.printf("%-28s %10s %10s %10s%n", "reason", "median us", "p10 us", "p90 us");
    nanos.forEach(
        (name, times) -> {
          Arrays.sort(times);
          System.out.printf(
              Locale.ROOT,
              "%-28s %10.1f %10.1f %10.1f%n",
              name,
              times[ROUNDS / 2] / 1_000.0,
              times[ROUNDS / 10] / 1_000.0,
              times[ROUNDS * 9 / 10] / 1_000.0);
        });
  }
}
