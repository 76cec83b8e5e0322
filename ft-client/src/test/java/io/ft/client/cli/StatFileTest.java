package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ft stat} of what a real server has. */
class StatFileTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  private Path root;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    served = ServedFolder.start(temp.resolve("served"));
    root = served.root();
  }

  @AfterEach
  void tearDown() throws IOException {
    served.close();
  }

  private String url(String path) {
    return "ft://127.0.0.1:" + served.port() + "/" + path;
  }

  private void file(String path, int size) throws IOException {
    Files.setLastModifiedTime(TestFiles.write(root.resolve(path), size), FileTime.from(TIME));
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private JsonNode json(String... options) throws IOException {
    FtRun run = FtRun.of(options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void sizeAndTimeAreThoseOfTheFile() throws Exception {
    file("a/b c", 1234);

    FtRun run = FtRun.of("stat", url("a/b%20c"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().replaceAll("(?m)  tag       [0-9a-f]+$", "  tag       TAG"))
        .isEqualTo(
            """
            %s
              size      1234 bytes
              modified  2026-01-02T03:04:05.678Z
              tag       TAG
            """
                .formatted(url("a/b%20c")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 5_000_000})
  void digestIsThatOfTheFile(int size) throws Exception {
    file("file", size);

    JsonNode stat = json("stat", "--sha256", "--json", url("file"));

    assertThat(stat.get("size").asInt()).isEqualTo(size);
    assertThat(stat.get("sha256").asText()).isEqualTo(sha256(root.resolve("file")));
    assertThat(FtRun.of("stat", "--sha256", url("file")).lines())
        .contains("  sha256    " + sha256(root.resolve("file")));
  }

  /** Neither the digest nor the tag of the version before is given for the new one. */
  @Test
  void newVersionHasATagAndADigestOfItsOwn() throws Exception {
    file("file", 100_000);
    JsonNode before = json("stat", "--sha256", "--json", url("file"));
    Files.writeString(root.resolve("new"), "x".repeat(100_000), US_ASCII);
    Files.setLastModifiedTime(root.resolve("new"), FileTime.from(TIME));
    Files.delete(root.resolve("file"));
    Files.move(root.resolve("new"), root.resolve("file"));

    JsonNode after = json("stat", "--sha256", "--json", url("file"));

    assertThat(after.get("size")).isEqualTo(before.get("size"));
    assertThat(after.get("modified")).isEqualTo(before.get("modified"));
    assertThat(after.get("tag")).isNotEqualTo(before.get("tag"));
    assertThat(after.get("sha256").asText()).isEqualTo(sha256(root.resolve("file")));
  }

  @Test
  void onlyFilesHaveAnAnswer() throws Exception {
    file("folder/file", 10);
    Files.createSymbolicLink(root.resolve("link"), root.resolve("folder/file"));

    FtRun run =
        FtRun.of("stat", "--sha256", url("absent"), url("folder"), url("link"), url("folder/file"));

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.lines())
        .hasSize(5)
        .contains(url("folder/file"), "  sha256    " + sha256(root.resolve("folder/file")));
    assertThat(run.err().lines())
        .containsExactly(
            "ft: " + url("absent") + ": no such file on the server",
            "ft: " + url("folder") + ": no such file on the server",
            "ft: " + url("link") + ": no such file on the server");
  }
}
