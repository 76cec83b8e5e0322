package io.ft.client.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with the keys of servers that were met before. */
class KnownHostsTest {

  private static final KeyFingerprint KEY = new KeyFingerprint("0".repeat(64));
  private static final KeyFingerprint OTHER = new KeyFingerprint("a".repeat(64));

  @Test
  void fileAndFolderAreForTheirOwnerAlone(@TempDir Path temp) throws Exception {
    Path parent = temp.resolve("a").resolve("b");
    Path file = parent.resolve("known_hosts");

    new KnownHosts(file).add("server:1", KEY);

    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(parent)).isEqualTo("rwx------");
    assertThat(file).hasContent("server:1 " + KEY);
  }

  @Test
  void whatIsThereStays(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("known_hosts"), "# mine\n\nfirst:1 " + OTHER);

    new KnownHosts(file).add("server:1", KEY);

    assertThat(file).hasContent("# mine\n\nfirst:1 " + OTHER + "\nserver:1 " + KEY);
  }

  @Test
  void hostThatSomebodyElseHasAddedIsNotAddedAgain(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("known_hosts"), "server:1 " + OTHER + "\n");

    assertThat(new KnownHosts(file).add("server:1", KEY))
        .containsExactly(new KnownHosts.Entry(1, OTHER));
    assertThat(file).hasContent("server:1 " + OTHER);
  }

  @Test
  void linkToTheFileStaysALink(@TempDir Path temp) throws Exception {
    Path file = Files.createFile(temp.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temp.resolve("known_hosts"), file);

    new KnownHosts(link).add("server:1", KEY);

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("server:1 " + KEY);
  }

  @Test
  void hostMayHaveSeveralKeysAndNameIsOfAnyCase(@TempDir Path temp) throws Exception {
    String name = KnownHosts.name("FE80::1", 7);
    Path file =
        Files.writeString(
            temp.resolve("known_hosts"), "[fe80::1]:7 " + KEY + "\n[FE80::1]:7\t" + OTHER + "\n");

    assertThat(name).isEqualTo("[fe80::1]:7");
    assertThat(new KnownHosts(file).find(name))
        .containsExactly(new KnownHosts.Entry(1, KEY), new KnownHosts.Entry(2, OTHER));
    assertThat(new KnownHosts(file).find("fe80::1:7")).isEmpty();
  }

  @Test
  void manyMayAddAtOnce(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("known_hosts");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> added = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String name = "server-" + i + ":1";
        added.add(threads.submit(() -> new KnownHosts(file).add(name, KEY)));
      }
      for (Future<?> each : added) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(Files.readAllLines(file)).hasSize(100).doesNotHaveDuplicates();
    try (var left = Files.list(temp)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("known_hosts", "known_hosts.lock");
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
