package io.ft.server.cli;

import io.ft.server.security.AccessRules;
import io.ft.server.security.AddressRange;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.TlsConfig;
import io.ft.server.security.TlsContexts;
import io.ft.server.security.TlsProvider;
import io.ft.server.security.TlsVersion;
import io.ft.server.security.Tokens;
import io.ft.server.store.Share;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who may use the server, and reads the certificates and tokens to make sure of them. */
final class SecurityReader {

  private static final TlsVersion NEWEST = TlsVersion.TLS_1_3;

  private final Values values;

  SecurityReader(Values values) {
    this.values = values;
  }

  /**
   * What is set; of no use if there are problems.
   *
   * @param shares what tokens can be good for
   */
  ServerSecurity read(List<Share> shares) {
    TlsConfig tls = tls();
    Tokens tokens = tokens(shares);
    boolean tokensInClear = values.get(ServerSettings.ALLOW_TOKEN_IN_CLEAR);
    if (tokens != null && tls == null && !tokensInClear) {
      values
          .problems()
          .usage(
              values.place(ServerSettings.TOKEN_FILE)
                  + ": tokens without TLS (expected: tls-cert and tls-key, or"
                  + " allow-token-in-clear)");
      tokensInClear = true;
    }
    return new ServerSecurity(
        tls,
        values.get(ServerSettings.ALLOW_PLAIN),
        tokens,
        tokensInClear,
        new AccessRules(ranges(ServerSettings.ALLOW), ranges(ServerSettings.DENY)),
        ranges(ServerSettings.PROXY_FROM));
  }

  private List<AddressRange> ranges(Setting<AddressRange> setting) {
    return values.all(setting).stream().map(Values.Placed::value).toList();
  }

  private @Nullable TlsConfig tls() {
    // Read whether it matters or not: a wrong value is told.
    TlsVersion oldest = values.get(ServerSettings.TLS_MIN_VERSION);
    TlsProvider provider = values.get(ServerSettings.TLS_PROVIDER);
    List<String> ciphers =
        values.all(ServerSettings.TLS_CIPHERS).stream().map(Values.Placed::value).toList();
    Path authorities = values.find(ServerSettings.TLS_CLIENT_CA);
    Path certificate = values.find(ServerSettings.TLS_CERT);
    Path key = values.find(ServerSettings.TLS_KEY);
    if (certificate == null || key == null) {
      demandCertificate(ServerSettings.TLS_CERT, ServerSettings.TLS_KEY);
      demandCertificate(ServerSettings.TLS_KEY, ServerSettings.TLS_CERT);
      demandCertificate(ServerSettings.TLS_CLIENT_CA, ServerSettings.TLS_CERT);
      demandCertificate(ServerSettings.TLS_CIPHERS, ServerSettings.TLS_CERT);
      return null;
    }
    TlsConfig config =
        TlsConfig.of(certificate, key)
            .withVersions(EnumSet.range(oldest, NEWEST))
            .withProvider(provider)
            .withCiphers(ciphers);
    if (authorities != null) {
      config = config.withClientAuthorities(authorities);
    }
    try {
      TlsContexts.open(config);
    } catch (IOException e) {
      values.problems().file(values.place(ServerSettings.TLS_CERT) + ": " + reason(e));
    }
    return config;
  }

  /** One without the other is a mistake, which must not end in a server without TLS. */
  private void demandCertificate(Setting<?> given, Setting<?> missing) {
    if (values.isGiven(given) && !values.isGiven(missing)) {
      values
          .problems()
          .usage(values.place(given) + ": no " + missing.name() + " (expected: both, or none)");
    }
  }

  private @Nullable Tokens tokens(List<Share> shares) {
    Path file = values.find(ServerSettings.TOKEN_FILE);
    if (file == null) {
      return null;
    }
    String place = values.place(ServerSettings.TOKEN_FILE);
    try {
      Tokens tokens = Tokens.read(file);
      Set<String> unknown = new HashSet<>(tokens.shares());
      shares.forEach(share -> unknown.remove(share.name()));
      for (String share : unknown) {
        values.problems().file(place + ": " + file + ": there is no share \"" + share + "\"");
      }
      return tokens;
    } catch (IOException e) {
      values.problems().file(place + ": " + reason(e));
      return null;
    }
  }

  /** Their own words where they name the file, ours where they are no more than its name. */
  private static String reason(IOException failure) {
    return failure instanceof FileSystemException file && file.getReason() == null
        ? file.getFile() + ": " + FileReason.of(failure)
        : String.valueOf(failure.getMessage());
  }
}
