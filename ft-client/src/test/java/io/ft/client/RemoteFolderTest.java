package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of folders on a server, and of what is in them. */
class RemoteFolderTest {

  @ParameterizedTest
  @CsvSource({
    "ft://server, server, 65432, ''",
    "ft://server/, server, 65432, ''",
    "ft://server:7000, server, 7000, ''",
    "ft://[::1], ::1, 65432, ''",
    "ft://[::1]:7000/, ::1, 7000, ''",
    "ft://server/a, server, 65432, a",
    "ft://server/a/, server, 65432, a",
    "ft://server/a/b/, server, 65432, a/b",
    "ft://server/%61%2F, server, 65432, a",
  })
  void urlIsReadWithOrWithoutASlash(String url, String host, int port, String path) {
    assertThat(RemoteFolder.parse(url)).isEqualTo(new RemoteFolder(host, port, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "server/a", "http://server/", "ft:///", "ft://server:0/", "ft://:1/"})
  void otherUrlIsRefused(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> RemoteFolder.parse(url));
  }

  @Test
  void pathHasNoTrailingSlash() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RemoteFolder("server", 1, "a/"));
  }

  @Test
  void entriesAreBelow() {
    RemoteFolder root = new RemoteFolder("server", 1, "");

    assertThat(root.file("a/b")).isEqualTo(new RemoteFile("server", 1, "a/b"));
    assertThat(root.folder("a").file("b")).isEqualTo(new RemoteFile("server", 1, "a/b"));
    assertThat(root.folder("a").folder("b")).isEqualTo(new RemoteFolder("server", 1, "a/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "a b",
        "100%",
        "?#",
        "Grüße",
        "\ud83d\ude00",
        "a\nb",
        "a\\b",
        "\u007f"
      })
  void urlReadsBackAsTheSame(String path) {
    RemoteFile file = new RemoteFile("fe80::1", 7000, path);
    RemoteFolder folder = new RemoteFolder("server", RemoteFile.DEFAULT_PORT, path);

    assertThat(file.url()).matches("[!-~]+");
    assertThat(RemoteFile.parse(file.url())).isEqualTo(file);
    assertThat(RemoteFolder.parse(folder.url())).isEqualTo(folder);
  }

  @Test
  void urlIsEncoded() {
    assertThat(new RemoteFile("server", 65432, "a b/ü?").url())
        .isEqualTo("ft://server/a%20b/%C3%BC%3F");
    assertThat(new RemoteFolder("::1", 7000, "a").url()).isEqualTo("ft://[::1]:7000/a/");
    assertThat(new RemoteFolder("server", 65432, "").url()).isEqualTo("ft://server/");
  }
}
