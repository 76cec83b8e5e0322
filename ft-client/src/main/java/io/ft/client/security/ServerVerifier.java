package io.ft.client.security;

import io.ft.client.security.UntrustedServerException.Known;
import java.io.IOException;
import java.net.Socket;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is the one that was asked for, by {@link ServerTrust}. In the handshake
 * it waits for nothing, since Java holds the connection's lock then, which the event loop takes:
 * the known hosts are read before ({@link #prepare}) and written after it ({@link #settle}).
 * Thread-safe.
 */
final class ServerVerifier extends X509ExtendedTrustManager {

  /** A server with the key that it had when an authority vouched for it. */
  private record Vouched(String server, KeyFingerprint key) {}

  private final ServerTrust trust;

  /** Checks chain and name; null if there is no authority, or keys are all that counts. */
  private final @Nullable X509ExtendedTrustManager authorities;

  /** By name, what was known when it was last asked. */
  private final Map<String, KnownServer> known = new ConcurrentHashMap<>();

  /** Kept for {@link #settle}: a session that is resumed is not verified again. */
  private final Set<Vouched> vouched = ConcurrentHashMap.newKeySet();

  ServerVerifier(ServerTrust trust, @Nullable X509ExtendedTrustManager authorities) {
    this.trust = trust;
    // Without any Java would not say that the server is not trusted, but that it is set up wrong.
    this.authorities =
        authorities == null || authorities.getAcceptedIssuers().length == 0 ? null : authorities;
  }

  /**
   * Reads what is known of a server, before it is connected to. Waits for the disk.
   *
   * @throws IOException if the known hosts cannot be used; the message is one for people
   */
  void prepare(String host, int port) throws IOException {
    String name = KnownHosts.name(host, port);
    KnownHosts hosts = knownHosts();
    known.put(name, hosts == null ? KnownServer.UNKNOWN : hosts.find(name));
  }

  private @Nullable KnownHosts knownHosts() {
    if (trust instanceof ServerTrust.FirstUse firstUse) {
      return new KnownHosts(firstUse.knownHosts());
    }
    return trust instanceof ServerTrust.Authorities known && known.knownHosts() != null
        ? new KnownHosts(known.knownHosts())
        : null;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      check(chain, authType, engine);
    } catch (RuntimeException e) {
      throw new UntrustedServerException("cannot verify the server: " + e, Known.OTHERWISE, e);
    }
  }

  private void check(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    KeyFingerprint key = KeyFingerprint.of(chain[0].getPublicKey());
    if (trust instanceof ServerTrust.Pins pins) {
      check(pins, key);
      return;
    }
    String name = KnownHosts.name(engine.getPeerHost(), engine.getPeerPort());
    KnownServer server = known.get(name);
    if (server == null) {
      throw new IllegalStateException("nobody has looked what is known of " + name);
    }
    if (server.hasKey(key)) {
      return;
    }
    if (!server.isUnknown() && !server.mayBeVouchedFor()) {
      throw otherKey(server, key);
    }
    try {
      if (authorities == null) {
        throw new CertificateException("no authority is trusted here");
      }
      authorities.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      if (trust instanceof ServerTrust.FirstUse && server.isUnknown()) {
        return;
      }
      throw notVouchedFor(reason(e, chain, engine.getPeerHost()), server, key, e);
    }
    if (trust instanceof ServerTrust.FirstUse) {
      vouched.add(new Vouched(name, key));
    }
  }

  private static void check(ServerTrust.Pins pins, KeyFingerprint key)
      throws UntrustedServerException {
    if (!pins.keys().contains(key)) {
      throw new UntrustedServerException(
          "the server does not have the pinned key; its key is " + key, Known.KEY, null);
    }
  }

  /** Whether there is something to {@link #settle} when a handshake has succeeded. */
  boolean settles() {
    return trust instanceof ServerTrust.FirstUse;
  }

  /**
   * Makes a server known that was trusted because it was not. Called after the handshake, before
   * anything is sent; waits for the disk.
   *
   * @throws CertificateException if it has become known in the meantime as another one, or cannot
   *     be made known
   */
  void settle(String host, int port, Certificate certificate) throws CertificateException {
    if (!(trust instanceof ServerTrust.FirstUse firstUse)) {
      return;
    }
    KeyFingerprint key = KeyFingerprint.of(certificate.getPublicKey());
    String name = KnownHosts.name(host, port);
    boolean isVouchedFor = vouched.contains(new Vouched(name, key));
    KnownHosts.Addition addition;
    try {
      addition = new KnownHosts(firstUse.knownHosts()).add(name, isVouchedFor ? null : key);
    } catch (IOException e) {
      throw new UntrustedServerException(unusable(e), Known.OTHERWISE, e);
    }
    KnownServer server = addition.server();
    if (addition.isNew()) {
      String by = isVouchedFor ? "if an authority vouches for it" : "by its key " + key;
      firstUse
          .added()
          .accept(
              "%s is trusted from now on, %s (added to %s)"
                  .formatted(name, by, firstUse.knownHosts()));
    } else if (!server.hasKey(key) && !server.mayBeVouchedFor()) {
      throw otherKey(server, key);
    } else if (!server.hasKey(key) && !isVouchedFor) {
      throw notVouchedFor("no authority that is trusted here vouches for it", server, key, null);
    }
  }

  /** What to say if the known hosts cannot be read or written. */
  static String unusable(IOException problem) {
    return "cannot verify the server: the known hosts cannot be used: " + problem.getMessage();
  }

  private static UntrustedServerException otherKey(KnownServer server, KeyFingerprint key) {
    boolean one = server.entries().size() == 1;
    return new UntrustedServerException(
        ("THE SERVER'S KEY HAS CHANGED, or somebody is in between: its key is %s, and not %s in"
                + " %s. If it was changed on purpose, remove %s")
            .formatted(
                key,
                one ? "the one" : "one of those",
                server.places(),
                one ? "that line" : "those lines"),
        Known.KEY,
        null);
  }

  private static UntrustedServerException notVouchedFor(
      String reason, KnownServer server, KeyFingerprint key, @Nullable Throwable cause) {
    String before = server.isUnknown() ? "" : ", as one has to by " + server.places();
    return new UntrustedServerException(
        "cannot verify the server: " + reason + before + "; its key is " + key,
        server.isUnknown() ? Known.NOTHING : Known.OTHERWISE,
        cause);
  }

  /** What is wrong, in words for people. */
  private static String reason(CertificateException problem, X509Certificate[] chain, String host) {
    X509Certificate certificate = chain[0];
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return validity(chain, each -> each.getNotAfter().toInstant().isBefore(Instant.now()))
            .map(each -> whose(each, certificate) + " expired at " + each.getNotAfter().toInstant())
            .orElse("a certificate has expired");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return validity(chain, each -> each.getNotBefore().toInstant().isAfter(Instant.now()))
            .map(
                each ->
                    whose(each, certificate)
                        + " is not valid before "
                        + each.getNotBefore().toInstant())
            .orElse("a certificate is not valid yet");
      }
      if (cause instanceof CertPathBuilderException || cause instanceof SignatureException) {
        return "no authority that is trusted here vouches for its certificate";
      }
    }
    String message = String.valueOf(problem.getMessage());
    return message.startsWith("No ")
        ? "its certificate is for " + names(certificate) + ", and not for " + host
        : message;
  }

  /** The certificate of the chain that is meant: not always the server's own. */
  private static Optional<X509Certificate> validity(
      X509Certificate[] chain, Predicate<X509Certificate> wrong) {
    return Stream.of(chain).filter(wrong).findFirst();
  }

  private static String whose(X509Certificate each, X509Certificate own) {
    return each.equals(own)
        ? "its certificate"
        : "the certificate of " + each.getSubjectX500Principal();
  }

  private static String names(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      names = null;
    }
    return names == null
        ? "no host at all"
        : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("there is no such socket");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("whom this is about is not said");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw new UnsupportedOperationException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("this is a client");
  }
}
