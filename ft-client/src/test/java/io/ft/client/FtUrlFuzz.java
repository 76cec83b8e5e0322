package io.ft.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.client.tree.UrlPattern;
import io.ft.codec.WireText;
import io.ft.testing.Allocations;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A URL: refused with a message for people, or taken, and then what it says is written as a URL and
 * read again without a loss.
 */
class FtUrlFuzz {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "ft://host/a/b.txt",
            "FTS://Host:65535/a%20b/%E2%82%AC",
            "ft://[::1]:1/",
            "ft://[fe80::1%25eth0]/x",
            "ft://host/logs/2026-*/[a-z]?.{gz,xz}",
            "ft://host/%2A/%",
            "ft://u@h:0/?#")
        .map(url -> url.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    String url = WireText.decode(data);
    Allocations.check(
        () -> {
          Allocations each = new Allocations();
          each.count(() -> checkParts(url));
          each.assertInProportionTo(data.length);
        });
    checkFile(url);
    checkFolder(url);
    checkPattern(url);
  }

  private static void checkParts(String url) {
    FtUrl parts;
    try {
      parts = FtUrl.parse(url);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).{4,}");
      return;
    }
    assertThat(FtUrl.parse(parts.toString())).isEqualTo(parts);
    assertThat(WireText.isValid(parts.path())).isTrue();
    assertThat(parts.secure()).isEqualTo(url.regionMatches(true, 0, "fts:", 0, 4));
  }

  private static void checkFile(String url) {
    RemoteFile file;
    try {
      file = RemoteFile.parse(url);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(RemoteFile.parse(file.url())).isEqualTo(file);
    assertThat(file.url()).matches("fts?://[\\x21-\\x7e]+");
    assertThat(file.port()).isBetween(1, 65_535);
    assertThat(file.path()).isNotEmpty().endsWith(file.name());
    assertThat(file.name()).doesNotContain("/");
  }

  private static void checkFolder(String url) {
    RemoteFolder folder;
    try {
      folder = RemoteFolder.parse(url);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(RemoteFolder.parse(folder.url())).isEqualTo(folder);
    assertThat(folder.file("a/b").url()).isEqualTo(folder.url() + "a/b");
  }

  private static void checkPattern(String url) {
    UrlPattern pattern;
    try {
      pattern = UrlPattern.parse(url);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (pattern == null) {
      return;
    }
    assertThat(pattern.parts()).isNotEmpty();
    String base = pattern.base().url();
    assertThat(RemoteFolder.parse(base)).isEqualTo(pattern.base());
    for (int depth = 0; depth < pattern.parts().size(); depth++) {
      // Whether it matches or not, no name of a server is an error.
      for (String name : new String[] {"", "a", "2026-01", "\udc80", "\0", "a/b"}) {
        assertThat(pattern.matches(depth, name)).isIn(true, false);
      }
    }
  }
}
