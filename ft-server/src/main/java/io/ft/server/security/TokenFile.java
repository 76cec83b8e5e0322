package io.ft.server.security;

import io.ft.server.security.Tokens.Digest;
import io.ft.server.security.Tokens.Entry;
import io.ft.server.store.Permission;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a file of tokens: one a line, with a name, the token, and the shares that it is good for.
 *
 * <pre>
 *   # NAME  TOKEN                  SHARES
 *   backup  3a7bd3e2360a3d29eea4   music,docs
 *   office  sha256:5e884898da28…   *
 * </pre>
 *
 * <p>The parts are separated by spaces or tabs. Without shares, or with {@code *}, a token is good
 * for all. A token has 16 to 1,024 printable ASCII characters and no space; or {@code sha256:} and
 * the SHA-256 of it in hexadecimal, so that the file need not hold it. Empty lines, and those that
 * begin with {@code #}, say nothing.
 *
 * <p>An error names file and line, and never shows what could be a token.
 */
final class TokenFile {

  private static final int MIN_TOKEN_CHARACTERS = 16;
  private static final int MAX_TOKEN_CHARACTERS = 1_024;
  private static final String DIGEST = "sha256:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern SPACES = Pattern.compile("[ \t]+");

  private final Path file;
  private final List<Entry> entries = new ArrayList<>();
  private int line;

  private TokenFile(Path file) {
    this.file = file;
  }

  static Tokens read(Path file) throws IOException {
    PrivateFiles.check(file);
    TokenFile reader = new TokenFile(file);
    try {
      for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        reader.line++;
        String stripped = text.strip();
        if (!stripped.isEmpty() && !stripped.startsWith("#")) {
          reader.entry(SPACES.split(stripped));
        }
      }
    } catch (MalformedInputException e) {
      throw new IOException(file + ": not text (expected: UTF-8)", e);
    }
    if (reader.entries.isEmpty()) {
      throw new IOException(file + ": no token (expected: at least one)");
    }
    return new Tokens(reader.entries);
  }

  private void entry(String[] parts) throws IOException {
    if (parts.length < 2 || parts.length > 3) {
      throw wrong(parts.length + " parts", "NAME TOKEN [SHARES]");
    }
    String name = parts[0];
    if (!NAME.matcher(name).matches()) {
      throw wrong("a name", "1 to 64 letters, digits or ._@+-");
    }
    Digest digest = digest(parts[1]);
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        throw wrong("name " + name, "one that no line before has");
      }
      if (entry.sha256().matches(digest)) {
        throw wrong("the token of " + entry.name(), "another for each name");
      }
    }
    entries.add(new Entry(name, digest, permission(parts.length == 3 ? parts[2] : "*")));
  }

  private Digest digest(String token) throws IOException {
    if (token.startsWith(DIGEST)) {
      String hex = token.substring(DIGEST.length());
      if (!SHA256.matcher(hex).matches()) {
        throw wrong("the SHA-256 of a token", "64 hexadecimal digits behind " + DIGEST);
      }
      return new Digest(HexFormat.of().parseHex(hex));
    }
    if (token.length() < MIN_TOKEN_CHARACTERS
        || token.length() > MAX_TOKEN_CHARACTERS
        || !TOKEN.matcher(token).matches()) {
      throw wrong(
          "a token of " + token.length() + " characters",
          "%d to %d printable ASCII characters"
              .formatted(MIN_TOKEN_CHARACTERS, MAX_TOKEN_CHARACTERS));
    }
    return Tokens.digestOf(token.getBytes(StandardCharsets.US_ASCII));
  }

  private Permission permission(String shares) throws IOException {
    if (shares.equals("*")) {
      return Permission.ALL;
    }
    List<String> names = List.of(shares.split(",", -1));
    if (names.contains("") || names.contains("*")) {
      throw wrong("shares", "names with a comma between them, or '*' alone");
    }
    return new SharePermission(Set.copyOf(names));
  }

  private IOException wrong(String what, String expected) {
    return new IOException("%s:%d: %s (expected: %s)".formatted(file, line, what, expected));
  }
}
