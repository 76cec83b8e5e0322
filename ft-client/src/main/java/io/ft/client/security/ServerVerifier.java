package io.ft.client.security;

import java.io.IOException;
import java.net.Socket;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is the one that was asked for, by {@link ServerTrust}. Called in the
 * handshake, off the event loop: it may wait for the disk. Thread-safe.
 */
final class ServerVerifier extends X509ExtendedTrustManager {

  private final ServerTrust trust;

  /** Checks chain and name; null if keys are all that counts. */
  private final @Nullable X509ExtendedTrustManager authorities;

  ServerVerifier(ServerTrust trust, @Nullable X509ExtendedTrustManager authorities) {
    this.trust = trust;
    this.authorities = authorities;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    KeyFingerprint key = KeyFingerprint.of(chain[0].getPublicKey());
    if (trust instanceof ServerTrust.Pins pins) {
      check(pins, key);
      return;
    }
    KnownHosts hosts = knownHosts();
    String name = KnownHosts.name(engine.getPeerHost(), engine.getPeerPort());
    if (hosts != null && isKnown(hosts, name, key)) {
      return;
    }
    try {
      if (authorities == null) {
        throw new CertificateException("no authority is trusted");
      }
      authorities.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      if (trust instanceof ServerTrust.FirstUse firstUse) {
        add(firstUse, name, key);
      } else {
        throw new UntrustedServerException(
            "cannot verify the server: "
                + reason(e, chain[0], engine.getPeerHost())
                + "; its key is "
                + key,
            false,
            e);
      }
    }
  }

  private static void check(ServerTrust.Pins pins, KeyFingerprint key)
      throws UntrustedServerException {
    if (!pins.keys().contains(key)) {
      throw new UntrustedServerException(
          "the server does not have the pinned key; its key is " + key, true, null);
    }
  }

  private @Nullable KnownHosts knownHosts() {
    if (trust instanceof ServerTrust.FirstUse firstUse) {
      return new KnownHosts(firstUse.knownHosts());
    }
    return trust instanceof ServerTrust.Authorities known && known.knownHosts() != null
        ? new KnownHosts(known.knownHosts())
        : null;
  }

  private static boolean isKnown(KnownHosts hosts, String name, KeyFingerprint key)
      throws UntrustedServerException {
    try {
      return matches(hosts, hosts.find(name), key);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static void add(ServerTrust.FirstUse firstUse, String name, KeyFingerprint key)
      throws UntrustedServerException {
    KnownHosts hosts = new KnownHosts(firstUse.knownHosts());
    try {
      matches(hosts, hosts.add(name, key), key);
    } catch (IOException e) {
      throw unreadable(e);
    }
    firstUse
        .added()
        .accept(
            "%s is trusted from now on, by its key %s (added to %s)"
                .formatted(name, key, hosts.file()));
  }

  private static boolean matches(
      KnownHosts hosts, List<KnownHosts.Entry> entries, KeyFingerprint key)
      throws UntrustedServerException {
    if (entries.isEmpty() || entries.stream().anyMatch(entry -> entry.key().equals(key))) {
      return !entries.isEmpty();
    }
    throw new UntrustedServerException(
        ("THE SERVER'S KEY HAS CHANGED, or somebody is in between: its key is %s, and not the one in"
                + " %s:%d. If it was changed on purpose, remove that line")
            .formatted(key, hosts.file(), entries.get(0).line()),
        true,
        null);
  }

  private static UntrustedServerException unreadable(IOException problem) {
    return new UntrustedServerException(
        "cannot verify the server: the known hosts cannot be used: " + problem.getMessage(),
        false,
        problem);
  }

  /** What is wrong, in words for people. */
  private static String reason(
      CertificateException problem, X509Certificate certificate, String host) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its certificate expired at " + certificate.getNotAfter().toInstant();
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "its certificate is not valid before " + certificate.getNotBefore().toInstant();
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
