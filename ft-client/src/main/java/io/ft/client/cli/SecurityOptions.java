package io.ft.client.cli;

import io.ft.client.security.AccessToken;
import io.ft.client.security.ClientIdentity;
import io.ft.client.security.ClientSecurity;
import io.ft.client.security.KeyFingerprint;
import io.ft.client.security.PrivateFiles;
import io.ft.client.security.ServerTrust;
import io.ft.codec.WireText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say whom to trust, and what to show. Nothing is read for URLs without TLS. */
final class SecurityOptions {

  private static final String STANDARD_INPUT = "-";

  /** More than a token and the end of a line can have. */
  private static final int MAX_INPUT_BYTES = 2 * 1024;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description =
          "Trust the authorities whose certificates are in FILE (PEM) to vouch for an fts server, "
              + "instead of those that Java trusts.")
  private @Nullable Path authorities;

  @Option(
      names = "--pin",
      paramLabel = "KEY",
      converter = Fingerprint.class,
      description =
          "Trust a server that has this key, 'sha256:HEX' or 'sha256:BASE64', and no other, "
              + "whatever its certificate says. Can be given several times.")
  private List<KeyFingerprint> pins = List.of();

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description =
          "The keys of servers that were met before (default: ~/.config/ft/known_hosts). A server "
              + "that is in it has to have its key.")
  private @Nullable Path knownHosts;

  @Option(
      names = "--trust-first-use",
      description = "Trust a server of which nothing is known, and add it to the known hosts.")
  private boolean trustFirstUse;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Show the certificate in FILE (PEM) to a server that demands one.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The private key of --cert (PEM, PKCS #8), which nobody else may read (default: it is in "
              + "the same file).")
  private @Nullable Path key;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Say the token in FILE, which nobody else may read, to the server; '-' is standard input.")
  private @Nullable String tokenFile;

  @Option(
      names = "--token-in-clear",
      description =
          "Send the token to ft URLs, too, where everybody on the way can read it and use it.")
  private boolean tokenInClear;

  /** Whether the token is read from standard input. */
  boolean usesStandardInput() {
    return STANDARD_INPUT.equals(tokenFile);
  }

  /**
   * Makes sure that a URL can be asked for with these options.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void check(boolean secure) {
    if (tokenFile != null && !secure && !tokenInClear) {
      throw new IllegalArgumentException(
          "a token goes to fts URLs alone (or, for everybody to read, with --token-in-clear)");
    }
  }

  /**
   * What the options say. Reads the token.
   *
   * @param notice takes what is worth knowing, in a sentence
   * @throws IllegalArgumentException if they do not go together, or there is no token
   */
  ClientSecurity security(Consumer<String> notice) {
    return new ClientSecurity(trust(notice), identity(), token(), tokenInClear);
  }

  private ServerTrust trust(Consumer<String> notice) {
    if (trustFirstUse && (authorities != null || !pins.isEmpty())) {
      throw new IllegalArgumentException(
          "--trust-first-use is for servers of which nothing is known (without --cacert and --pin)");
    }
    if (!pins.isEmpty()) {
      return new ServerTrust.Pins(Set.copyOf(pins));
    }
    Path hosts = knownHosts();
    if (!trustFirstUse) {
      return new ServerTrust.Authorities(authorities, hosts);
    }
    if (hosts == null) {
      throw new IllegalArgumentException("--trust-first-use needs --known-hosts without a HOME");
    }
    return new ServerTrust.FirstUse(hosts, notice);
  }

  private @Nullable Path knownHosts() {
    if (knownHosts != null) {
      return knownHosts;
    }
    Path folder = ConfigFile.folder(System.getenv());
    return folder == null ? null : folder.resolve("known_hosts");
  }

  private @Nullable ClientIdentity identity() {
    if (certificate == null && key != null) {
      throw new IllegalArgumentException("--key is for the certificate of --cert");
    }
    return certificate == null
        ? null
        : new ClientIdentity(certificate, key == null ? certificate : key);
  }

  private @Nullable AccessToken token() {
    if (tokenFile == null) {
      if (tokenInClear) {
        throw new IllegalArgumentException("--token-in-clear is for the token of --token-file");
      }
      return null;
    }
    try {
      byte[] bytes =
          usesStandardInput()
              ? System.in.readNBytes(MAX_INPUT_BYTES)
              : PrivateFiles.read(Path.of(tokenFile));
      return new AccessToken(WireText.decode(withoutLineEnd(bytes)));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--token-file: no such file: " + tokenFile, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("--token-file: " + e.getMessage(), e);
    }
  }

  private static byte[] withoutLineEnd(byte[] bytes) {
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** A {@link KeyFingerprint}. */
  static final class Fingerprint implements ITypeConverter<KeyFingerprint> {
    @Override
    public KeyFingerprint convert(String value) {
      try {
        return KeyFingerprint.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
