package io.ft.client.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of known hosts: wrong as a whole, or it says of a server what its lines say. */
class KnownHostsFuzz {

  private static final String NAME = "host:1";
  private static final KeyFingerprint KEY = new KeyFingerprint("ab".repeat(32));

  private Path file = Path.of("");

  static Stream<byte[]> seeds() {
    return Stream.of(
            "# known\nhost:1 sha256:" + "0a".repeat(32) + "\n[::1]:65432 authority\n",
            "\uFEFFHOST:1 authority\nhost:1 " + KEY,
            "other:2 sha256:" + "A".repeat(43) + "=\r\n",
            "host:1 sha256//" + "A".repeat(43) + "=",
            "host:1",
            "host authority")
        .map(text -> text.getBytes(UTF_8));
  }

  @BeforeEach
  void setUp(@TempDir Path folder) {
    file = folder.resolve("known");
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) throws IOException {
    Files.write(file, data);
    KnownHosts hosts = new KnownHosts(file);
    KnownServer server;
    try {
      server = hosts.find(NAME);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(file.toString());
      return;
    }
    List<String> lines = Files.readAllLines(file);
    for (KnownServer.Entry entry : server.entries()) {
      String line = lines.get(entry.line() - 1);
      assertThat(line).containsIgnoringCase(NAME);
      assertThat(line.contains("sha256:") || line.contains("sha256/"))
          .isEqualTo(entry.key() != null);
    }
    assertThat(server.hasKey(KEY)).isEqualTo(hosts.find("HOST:1").hasKey(KEY));
    assertAddedIsKnown(hosts, server, lines);
  }

  private static void assertAddedIsKnown(KnownHosts hosts, KnownServer before, List<String> lines)
      throws IOException {
    KnownHosts.Addition addition = hosts.add(NAME, KEY);
    KnownServer after = hosts.find(NAME);
    assertThat(addition.isNew()).isEqualTo(before.isUnknown());
    if (addition.isNew()) {
      assertThat(after.hasKey(KEY)).isTrue();
      assertThat(after.entries()).hasSize(1);
      assertThat(after.entries().get(0).line()).isEqualTo(lines.size() + 1);
    } else {
      assertThat(after).isEqualTo(before);
    }
  }
}
