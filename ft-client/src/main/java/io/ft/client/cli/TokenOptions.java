package io.ft.client.cli;

import io.ft.client.RemoteFolder;
import io.ft.client.security.AccessToken;
import io.ft.client.security.PrivateFiles;
import io.ft.client.security.TokenServer;
import io.ft.codec.WireText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options about the token, a password that a server demands. Whoever gets it can use it: so it
 * goes to one server, or to those that are named, and what is set for all calls has to name them.
 */
final class TokenOptions {

  private static final String FILE = "--token-file";
  private static final String FOR = "--token-for";
  private static final String IN_CLEAR = "--token-in-clear";
  private static final String STANDARD_INPUT = "-";

  /** More than a token and the end of a line can have. */
  private static final int MAX_INPUT_BYTES = 2 * 1024;

  @Option(
      names = FILE,
      paramLabel = "FILE",
      description =
          "Say the token in FILE, which nobody else may read, to the server; '-' is a line of "
              + "standard input.")
  private @Nullable String file;

  @Option(
      names = FOR,
      paramLabel = "HOST[:PORT]",
      converter = ServerName.class,
      description =
          "Say the token to this server and to no other (default: the one server of the call). Can "
              + "be given several times.")
  private List<TokenServer> servers = List.of();

  @Option(
      names = IN_CLEAR,
      description =
          "Send the token to ft URLs, too, where everybody on the way can read it and use it.")
  private boolean inClear;

  /** Whether the token is read from standard input. */
  boolean usesStandardInput() {
    return STANDARD_INPUT.equals(file);
  }

  boolean inClear() {
    return inClear;
  }

  /**
   * Who gets the token.
   *
   * @param asked all that the call asks
   * @param given whether the user gave an option in this call, and did not set it elsewhere
   * @return none if it is not needed
   * @throws IllegalArgumentException if a token that was given would not be sent, or would go to
   *     servers that nobody named
   */
  Set<TokenServer> receivers(List<Asked> asked, Predicate<String> given) {
    if (file == null) {
      for (String option : List.of(FOR, IN_CLEAR)) {
        if (given.test(option)) {
          throw new IllegalArgumentException(option + " is for the token of " + FILE);
        }
      }
      return Set.of();
    }
    if (given.test(FILE)) {
      asked.forEach(this::checkSent);
    }
    Set<TokenServer> able =
        asked.stream()
            .filter(each -> each.secure() || inClear)
            .map(Asked::server)
            .collect(Collectors.toSet());
    if (servers.isEmpty()) {
      if (!able.isEmpty() && !given.test(FILE)) {
        throw new IllegalArgumentException(
            "a token that is set for all calls needs token-for, too: the server that gets it");
      }
      if (able.size() > 1) {
        throw new IllegalArgumentException(
            "a token goes to one server (or, with "
                + FOR
                + " HOST[:PORT], to those that it names)");
      }
      return able;
    }
    able.retainAll(servers);
    if (able.isEmpty() && given.test(FILE)) {
      throw new IllegalArgumentException(FOR + " names no server of this call");
    }
    return able;
  }

  private void checkSent(Asked asked) {
    boolean isFor = servers.isEmpty() || servers.contains(asked.server());
    if (isFor && !asked.secure() && !inClear) {
      throw new IllegalArgumentException(
          asked.url()
              + ": a token goes to fts URLs alone (or, for everybody to read, with "
              + IN_CLEAR
              + ")");
    }
  }

  /**
   * Reads the token.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be one
   */
  AccessToken token() {
    try {
      byte[] bytes =
          usesStandardInput()
              ? firstLine(System.in)
              : PrivateFiles.read(Path.of(String.valueOf(file)));
      String token = WireText.decode(withoutLineEnd(bytes));
      if (!WireText.isValid(token)) {
        throw new IllegalArgumentException("is not UTF-8");
      }
      return new AccessToken(token);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(FILE + ": " + e.getMessage(), e);
    }
  }

  /** Not to the end: who types it, or writes it to a pipe that stays open, has said all. */
  private static byte[] firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && line.size() < MAX_INPUT_BYTES) {
      line.write(next);
      next = next == '\n' ? -1 : in.read();
    }
    return line.toByteArray();
  }

  private static byte[] withoutLineEnd(byte[] bytes) {
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
      if (end > 0 && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return Arrays.copyOf(bytes, end);
  }

  /** A {@link TokenServer}. */
  static final class ServerName implements ITypeConverter<TokenServer> {
    @Override
    public TokenServer convert(String value) {
      try {
        if (value.indexOf('/') >= 0) {
          throw new IllegalArgumentException("expected: HOST[:PORT]");
        }
        RemoteFolder root = RemoteFolder.parse("fts://" + value + "/");
        return new TokenServer(root.host(), root.port());
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
