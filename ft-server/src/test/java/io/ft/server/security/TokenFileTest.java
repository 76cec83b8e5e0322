package io.ft.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final String TOKEN = "0123456789abcdef";

  /** Of {@link #TOKEN}. */
  private static final String SHA256 =
      "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";

  private Path file;

  @BeforeEach
  void chooseFile(@TempDir Path folder) {
    file = folder.resolve("tokens");
  }

  @Test
  void readsNamesTokensAndShares() throws Exception {
    Tokens tokens =
        read(
            """
            # who may what

            \t\t
              all-of-it    0123456789abcdef-1\t
            star\t0123456789abcdef-2\t*\r
            some@office.example 0123456789abcdef-3 music,docs
            """);

    assertThat(identity(tokens, TOKEN + "-1").name()).isEqualTo("all-of-it");
    assertThat(identity(tokens, TOKEN + "-1").permission().allows("any")).isTrue();
    assertThat(identity(tokens, TOKEN + "-2").permission().allows("any")).isTrue();
    Identity some = identity(tokens, TOKEN + "-3");
    assertThat(some.name()).isEqualTo("some@office.example");
    assertThat(some.permission().allows("music")).isTrue();
    assertThat(some.permission().allows("docs")).isTrue();
    assertThat(some.permission().allows("any")).isFalse();
    assertThat(some.permission().allows("")).isFalse();
    assertThat(tokens.shares()).containsExactlyInAnyOrder("music", "docs");
  }

  @Test
  void digestStandsForItsToken() throws Exception {
    Tokens tokens = read("alice sha256:" + SHA256 + "\nbob another-token-of-16");

    assertThat(identity(tokens, TOKEN).name()).isEqualTo("alice");
    assertThat(tokens.find("sha256:" + SHA256)).isNull();
    assertThat(tokens.find(SHA256)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdefg", "0123456789ABCDEF", "\udc80"})
  void anotherTokenIsNobodys(String token) throws Exception {
    assertThat(read("alice " + TOKEN).find(token)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice                              | :3: 1 parts (expected: NAME TOKEN [SHARES])",
        "alice 0123456789abcdef a b         | :3: 4 parts (expected: NAME TOKEN [SHARES])",
        "al/ice 0123456789abcdef            | :3: a name (expected: 1 to 64 letters, digits or",
        "alice 0123456789abcde              | :3: a token of 15 characters (expected: 16 to 1024",
        "alice 0123456789abcdéf             | :3: a token of 16 characters (expected: 16 to 1024",
        "alice sha256:0123                  | :3: the SHA-256 of a token (expected: 64 hexadecimal",
        "alice 0123456789abcdef a,          | :3: shares (expected: names with a comma",
        "alice 0123456789abcdef a,*         | :3: shares (expected: names with a comma",
        "first 0123456789abcdef             | :3: name first (expected: one that no line before",
        "alice the-first-token-of           | :3: the token of first (expected: another for each",
      })
  void wrongLineIsNamedAndShowsNoToken(String line, String message) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read("# comment\nfirst the-first-token-of\n" + line + "\n"))
        .satisfies(
            wrong ->
                assertThat(wrong.getMessage())
                    .startsWith(file + message)
                    .doesNotContain("0123456789abcd")
                    .doesNotContain("the-first-token-of"));
  }

  @Test
  void fileWithoutATokenIsRefused() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read("# nobody\n"))
        .withMessageContaining("no token (expected: at least one)");
  }

  @Test
  void fileThatIsNoTextIsRefused() throws Exception {
    Files.write(file, new byte[] {'a', ' ', (byte) 0xFF});
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Tokens.read(file))
        .withMessageContaining("UTF-8");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Tokens.read(file))
        .withMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void fileThatOthersCanReadIsRefused(String permissions) throws Exception {
    read("alice " + TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Tokens.read(file))
        .withMessageContaining("chmod 600 " + file);
  }

  @Test
  void showsNeitherTokensNorDigests() throws Exception {
    assertThat(read("alice " + TOKEN).toString()).isEqualTo("Tokens[1]");
    assertThat(
            new Tokens.Entry(
                    "alice",
                    Tokens.digestOf(TOKEN.getBytes(StandardCharsets.US_ASCII)),
                    new SharePermission(Set.of()))
                .toString())
        .contains("hidden")
        .doesNotContain(SHA256.substring(0, 8));
  }

  private static Identity identity(Tokens tokens, String token) {
    return Objects.requireNonNull(tokens.find(token));
  }

  private Tokens read(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Tokens.read(file);
  }
}
