package io.ft.client.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    KnownHosts.Addition addition = new KnownHosts(file).add("server:1", KEY);
    assertThat(addition.isNew()).isFalse();
    assertThat(addition.server().entries()).containsExactly(new KnownServer.Entry(1, OTHER));
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
    assertThat(new KnownHosts(file).find(name).entries())
        .containsExactly(new KnownServer.Entry(1, KEY), new KnownServer.Entry(2, OTHER));
    assertThat(new KnownHosts(file).find(name).places()).isEqualTo(file + ":1, 2");
    assertThat(new KnownHosts(file).find("fe80::1:7").isUnknown()).isTrue();
  }

  @Test
  void serverMayBeOneForWhichAnAuthorityVouches(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("known_hosts");

    assertThat(new KnownHosts(file).add("server:1", null).isNew()).isTrue();

    assertThat(file).hasContent("server:1 authority");
    KnownServer server = new KnownHosts(file).find("server:1");
    assertThat(server.mayBeVouchedFor()).isTrue();
    assertThat(server.hasKey(KEY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server",
        "server:",
        "server:x",
        ":1",
        "fe80::1:7",
        "[server:1",
        "[fe80::1]",
        "fts://a:1"
      })
  void hostThatIsNeverAskedForIsSaid(String host, @TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("known_hosts"), "# one\n" + host + " " + KEY + "\n");

    assertThatIOException()
        .isThrownBy(() -> new KnownHosts(file).find("server:1"))
        .withMessageStartingWith(file + ":2: expected: HOST:PORT sha256:HEX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server:1 ", "SERVER:1 ", "\uFEFFserver:1 ", "\uFEFF# one\nserver:1\t"})
  void hostIsFound(String begin, @TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("known_hosts"), begin + KEY + "\n");

    assertThat(new KnownHosts(file).find("server:1").hasKey(KEY)).isTrue();
  }

  @Test
  void fileOfAnotherEncodingIsSaid(@TempDir Path temp) throws Exception {
    Path file = Files.write(temp.resolve("known_hosts"), new byte[] {'#', (byte) 0xE4, '\n'});

    assertThatIOException()
        .isThrownBy(() -> new KnownHosts(file).find("server:1"))
        .withMessage(file + " is not UTF-8");
  }

  @Test
  void fileThatIsThereKeepsItsMode(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("known_hosts"), "first:1 " + OTHER + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    new KnownHosts(file).add("server:1", KEY);

    assertThat(permissions(file)).isEqualTo("rw-rw-r--");
  }

  @Test
  void linkToNothingSaysWhereTheFileHasToBe(@TempDir Path temp) throws Exception {
    Path link =
        Files.createSymbolicLink(temp.resolve("known_hosts"), Path.of("elsewhere", "hosts"));

    new KnownHosts(link).add("server:1", KEY);

    assertThat(link).isSymbolicLink();
    assertThat(temp.resolve("elsewhere").resolve("hosts")).hasContent("server:1 " + KEY);
  }

  @Test
  void lockThatIsNeverLetGoIsNotWaitedForForEver(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("known_hosts");
    try (LockHolder other = LockHolder.of(temp.resolve("known_hosts.lock"))) {
      assertThat(other.isAlive()).isTrue();
      assertThatIOException()
          .isThrownBy(() -> new KnownHosts(file, 100).add("server:1", KEY))
          .withMessageContaining("its lock is taken");
    }
    assertThat(file).doesNotExist();
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
