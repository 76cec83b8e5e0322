package io.ft.client.cli;

import io.ft.client.security.ClientIdentity;
import io.ft.client.security.ClientSecurity;
import io.ft.client.security.KeyFingerprint;
import io.ft.client.security.ServerTrust;
import io.ft.client.security.TokenServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say whom to trust, and what to show. Nothing is read for URLs without TLS. */
final class SecurityOptions {

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

  @Mixin private TokenOptions tokens = new TokenOptions();

  private Set<TokenServer> tokenReceivers = Set.of();

  /** Whether the token is read from standard input. */
  boolean usesStandardInput() {
    return tokens.usesStandardInput();
  }

  /**
   * Makes sure that servers can be asked with these options, before {@link #security} is called.
   * What is set for all calls is not used for URLs that it is not for; what was given in this call
   * has to be of use.
   *
   * @param asked all that the call asks
   * @param command whose options these are
   * @throws IllegalArgumentException if they cannot
   */
  void check(List<Asked> asked, CommandSpec command) {
    Predicate<String> given = option -> FtCommand.gives(command, option);
    for (String option : List.of("--pin", "--trust-first-use", "--cert")) {
      if (given.test(option)) {
        asked.forEach(each -> checkSecure(each, option));
      }
    }
    tokenReceivers = tokens.receivers(asked, given);
  }

  private static void checkSecure(Asked asked, String option) {
    if (!asked.secure()) {
      throw new IllegalArgumentException(asked.url() + ": " + option + " is for fts URLs alone");
    }
  }

  /**
   * What the options say. Reads the token.
   *
   * @param notice takes what is worth knowing, in a sentence
   * @throws IllegalArgumentException if they do not go together, or there is no token
   */
  ClientSecurity security(Consumer<String> notice) {
    ServerTrust trust = trust(notice);
    ClientIdentity identity = identity();
    return tokenReceivers.isEmpty()
        ? new ClientSecurity(trust, identity, null, false)
        : new ClientSecurity(trust, identity, tokens.token(), tokens.inClear(), tokenReceivers);
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
