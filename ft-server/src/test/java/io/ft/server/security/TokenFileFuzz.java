package io.ft.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of tokens: no error shows one, and what is taken is what stands there. */
class TokenFileFuzz {

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Path file = Path.of("");

  static Stream<byte[]> seeds() {
    return Stream.of(
            "# NAME TOKEN SHARES\nbackup 3a7bd3e2360a3d29eea4 music,docs\n",
            "office\tsha256:" + "5e884898da280471".repeat(4) + " *\n",
            "a 0123456789abcdef\nb 0123456789abcdef\n",
            "a 0123456789abcdef x,,y\n",
            "a 0123456789abcdef x y\n",
            "a sha256:0123456789abcdefg\n")
        .map(text -> text.getBytes(UTF_8));
  }

  @BeforeEach
  void makeFile(@TempDir Path folder) throws IOException {
    file = Files.createFile(folder.resolve("t"), PRIVATE);
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) throws IOException {
    Files.write(file, data);
    List<String[]> lines = lines(new String(data, UTF_8));
    Tokens tokens = read(lines);
    if (tokens == null) {
      return;
    }
    for (String[] line : lines) {
      if (!line[1].startsWith("sha256:")) {
        Identity identity = tokens.find(line[1]);
        assertThat(identity).isNotNull().extracting(Identity::name).isEqualTo(line[0]);
      }
      assertThat(tokens.find(line[1] + "x")).isNull();
    }
  }

  /** The tokens; null if the file is wrong, and then the error names no token. */
  private @Nullable Tokens read(List<String[]> lines) {
    try {
      return TokenFile.read(file);
    } catch (IOException e) {
      Set<String> names = new HashSet<>();
      lines.forEach(line -> names.add(line[0]));
      String told = String.valueOf(e.getMessage()).replace(file.toString(), "");
      for (String[] line : lines) {
        // What is too short for a token, or the name of another one, is no secret.
        if (line.length > 1 && line[1].length() >= 16 && !names.contains(line[1])) {
          assertThat(told).doesNotContain(line[1]);
        }
      }
      return null;
    }
  }

  private static List<String[]> lines(String text) {
    List<String[]> lines = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        List<String> words = new ArrayList<>();
        new StringTokenizer(line, " \t").asIterator().forEachRemaining(w -> words.add((String) w));
        lines.add(words.toArray(String[]::new));
      }
    }
    return lines;
  }
}
