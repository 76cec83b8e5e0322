package io.ft.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of files on a server. */
class RemoteFileTest {

  static Stream<Arguments> goodUrls() {
    return Stream.of(
        good("ft://server/file", "server", 65432, "file"),
        good("FT://server/file", "server", 65432, "file"),
        good("Ft://Server/File", "Server", 65432, "File"),
        good("ft://server:1/file", "server", 1, "file"),
        good("ft://server:65535/file", "server", 65535, "file"),
        good("ft://server:00080/file", "server", 80, "file"),
        good("ft://10.0.0.1:7000/file", "10.0.0.1", 7000, "file"),
        good("ft://[::1]/file", "::1", 65432, "file"),
        good("ft://[fe80::1%eth0]:7000/file", "fe80::1%eth0", 7000, "file"),
        good("ft://a-b.example.:7000/file", "a-b.example.", 7000, "file"),
        good("ft://server/a/b/c", "server", 65432, "a/b/c"),
        good("ft://server//file", "server", 65432, "/file"),
        good("ft://server/a//b/", "server", 65432, "a//b/"),
        good("ft://server/../file", "server", 65432, "../file"),
        good("ft://server/release%20notes.txt", "server", 65432, "release notes.txt"),
        good("ft://server/release notes.txt", "server", 65432, "release notes.txt"),
        good("ft://server/%47r%C3%BC%c3%9fe", "server", 65432, "Grüße"),
        good("ft://server/Grüße", "server", 65432, "Grüße"),
        good("ft://server/%F0%9F%98%80", "server", 65432, "\ud83d\ude00"),
        good("ft://server/\ud83d\ude00", "server", 65432, "\ud83d\ude00"),
        good("ft://server/100%25", "server", 65432, "100%"),
        good("ft://server/%2525", "server", 65432, "%25"),
        good("ft://server/a%2Fb", "server", 65432, "a/b"),
        good("ft://server/%3F%23", "server", 65432, "?#"),
        good(
            "ft://server/a+b&c=d;e,f:g@h!i$j'k(l)m*n~o",
            "server",
            65432,
            "a+b&c=d;e,f:g@h!i$j'k(l)m*n~o"),
        good("ft://server/back\\slash", "server", 65432, "back\\slash"),
        good("ft://server/line%0Abreak", "server", 65432, "line\nbreak"),
        good("ft://server/nul%00", "server", 65432, "nul\u0000"),
        good("ft://server/ft://other/file", "server", 65432, "ft://other/file"));
  }

  private static Arguments good(String url, String host, int port, String path) {
    return Arguments.of(url, new RemoteFile(host, port, path));
  }

  @ParameterizedTest
  @MethodSource("goodUrls")
  void goodUrlIsRead(String url, RemoteFile expected) {
    assertThat(RemoteFile.parse(url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "file",
        "/file",
        "server/file",
        "ft:",
        "ft:/server/file",
        "ft:server/file",
        "ft://",
        "ft:///file",
        "ft://server",
        "ft://server/",
        "ft://server:7000",
        "http://server/file",
        "ftp://server/file",
        "ftx://server/file",
        " ft://server/file",
        "ft://:7000/file",
        "ft://server:/file",
        "ft://server:0/file",
        "ft://server:65536/file",
        "ft://server:-1/file",
        "ft://server:+80/file",
        "ft://server:\u0668\u0660/file",
        "ft://server/half\ud800a pair",
        "ft://server:99999999999/file",
        "ft://server:port/file",
        "ft://server:70 00/file",
        "ft://server:7000:7001/file",
        "ft://::1/file",
        "ft://[]/file",
        "ft://[::1/file",
        "ft://[::1]x/file",
        "ft://[::1]:/file",
        "ft://user@server/file",
        "ft://user:secret@server/file",
        "ft://user:secret@server:7000/file",
        "ft://server/file?query",
        "ft://server/file#fragment",
        "ft://server/%",
        "ft://server/100%",
        "ft://server/%2",
        "ft://server/%zz",
        "ft://server/%2x",
        "ft://server/% 20",
        "ft://server/%-1",
        "ft://server/%FF",
        "ft://server/%C3",
        "ft://server/%C3%28",
        "ft://server/%C0%AF",
        "ft://server/%ED%A0%80",
        "ft://server/%F5%80%80%80"
      })
  void badUrlIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RemoteFile.parse(url))
        .satisfies(refusal -> assertThat(refusal).message().isNotBlank());
  }

  /** None of them is a name or an address, and a URL of it would be none that can be read. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a\tb", "a\nb", "a\0b", "\u00e9", "\ud800", "[a]", "a]", "a?b", "a\\b"})
  void hostIsOneThatAUrlCanHave(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteFile(host, 1, "file"))
        .withMessageStartingWith("host: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RemoteFile.parse("ft://[" + host + "]/file"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://server/file, ft://HOST",
    "ft://user:pw@server/file, an ft URL has no user",
    "ft://server, no path",
    "ft://server/, no path",
    "ft:///file, no host",
    "ft://::1/file, brackets",
    "ft://user@server/file, user",
    "ft://server:0/file, 1 to 65535",
    "ft://server/a?b, %3F",
    "ft://server/100%, %25",
    "ft://server/%FF, UTF-8"
  })
  void refusalSaysWhy(String url, String why) {
    assertThatThrownBy(() -> RemoteFile.parse(url)).hasMessageContaining(why);
  }

  @Test
  void anyPathSurvivesItsEncoding() {
    for (int seed = 0; seed < 1000; seed++) {
      String path = randomPath(new Random(seed));

      assertThat(RemoteFile.parse("ft://server/" + encodeAll(path)).path())
          .as("seed %d, all encoded", seed)
          .isEqualTo(path);
      assertThat(RemoteFile.parse("ft://server/" + encodeReserved(path)).path())
          .as("seed %d, only what must be", seed)
          .isEqualTo(path);
    }
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder();
    int length = 1 + random.nextInt(40);
    while (path.length() < length) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        path.appendCodePoint(codePoint);
      }
    }
    return path.toString();
  }

  private static String encodeAll(String path) {
    StringBuilder url = new StringBuilder();
    for (byte each : path.getBytes(UTF_8)) {
      url.append(String.format("%%%02x", each));
    }
    return url.toString();
  }

  private static String encodeReserved(String path) {
    return path.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
  }

  @ParameterizedTest
  @CsvSource({"file, file", "a/b/file, file", "/file, file", "a/, ''", "a\\b, a\\b"})
  void nameIsTheLastPartOfThePath(String path, String name) {
    assertThat(new RemoteFile("server", 1, path).name()).isEqualTo(name);
  }

  @Test
  void partsAreCheckedWithoutAUrlToo() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RemoteFile("", 1, "file"));
    assertThatIllegalArgumentException().isThrownBy(() -> new RemoteFile("server", 0, "file"));
    assertThatIllegalArgumentException().isThrownBy(() -> new RemoteFile("server", 65536, "file"));
    assertThatIllegalArgumentException().isThrownBy(() -> new RemoteFile("server", 1, ""));
  }
}
