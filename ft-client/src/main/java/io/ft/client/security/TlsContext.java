package io.ft.client.security;

import io.ft.client.security.SecuritySetupException.Kind;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS part of connections: TLS 1.3 or 1.2, with the server's name, which has to be in its
 * certificate. OpenSSL does it where its binding for Netty is on the class path, and Java
 * elsewhere. Thread-safe.
 */
public final class TlsContext {

  private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

  /** A handshake computes, and what is settled after it is written: not on the event loop. */
  private static final Executor HANDSHAKES =
      new ThreadPerTaskExecutor(new DefaultThreadFactory("ft-client-tls", true));

  private final SslContext context;
  private final ServerVerifier verifier;

  private TlsContext(SslContext context, ServerVerifier verifier) {
    this.context = context;
    this.verifier = verifier;
  }

  /**
   * Reads what {@code security} names. Waits for the disk.
   *
   * @throws SecuritySetupException if a file cannot be used, or this Java has no TLS
   */
  public static TlsContext load(ClientSecurity security) throws SecuritySetupException {
    try {
      ServerVerifier verifier = verifier(security.trust());
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .protocols("TLSv1.3", "TLSv1.2")
              .endpointIdentificationAlgorithm("HTTPS")
              .trustManager(verifier);
      if (security.identity() != null) {
        PemFiles.Credentials credentials = PemFiles.credentials(security.identity());
        builder.keyManager(credentials.key(), credentials.certificates());
      }
      return new TlsContext(builder.build(), verifier);
    } catch (SecuritySetupException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new SecuritySetupException(Kind.JAVA, "TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static ServerVerifier verifier(ServerTrust trust)
      throws GeneralSecurityException, IOException {
    if (trust instanceof ServerTrust.Pins) {
      return new ServerVerifier(trust, null);
    }
    Path file = trust instanceof ServerTrust.Authorities own ? own.authorities() : null;
    return new ServerVerifier(trust, authorities(file));
  }

  private static X509ExtendedTrustManager authorities(@Nullable Path file)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(file == null ? null : keyStore(PemFiles.authorities(file)));
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager authorities) {
        return authorities;
      }
    }
    throw new SecuritySetupException(Kind.AUTHORITIES, "this Java cannot check certificates", null);
  }

  private static KeyStore keyStore(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry(String.valueOf(i), certificates.get(i));
    }
    return store;
  }

  /**
   * Reads what is known of a server: before each connection to it. Waits for the disk.
   *
   * @throws SecuritySetupException if the known hosts cannot be used
   */
  public void prepare(String host, int port) throws SecuritySetupException {
    try {
      verifier.prepare(host, port);
    } catch (IOException e) {
      throw new SecuritySetupException(Kind.KNOWN_HOSTS, ServerVerifier.unusable(e), e);
    }
  }

  /**
   * Makes a server known, if that is to be done: after each handshake with it, and before anything
   * is sent.
   *
   * @param engine of the connection's handler
   * @return is told on {@code loop}: that the server may be used, or why it may not
   */
  public Future<Void> settle(SSLEngine engine, EventExecutor loop) {
    if (!verifier.settles()) {
      return loop.newSucceededFuture(null);
    }
    Promise<Void> settled = loop.newPromise();
    HANDSHAKES.execute(
        () -> {
          try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            verifier.settle(engine.getPeerHost(), engine.getPeerPort(), chain[0]);
            settled.setSuccess(null);
          } catch (CertificateException | SSLPeerUnverifiedException | RuntimeException e) {
            settled.setFailure(e);
          }
        });
    return settled;
  }

  /** The TLS of one connection to this server: the first handler of its pipeline. */
  public SslHandler handler(ByteBufAllocator allocator, String host, int port) {
    SslHandler handler = context.newHandler(allocator, host, port, HANDSHAKES);
    // The connection has a deadline of its own, from the connection to the greeting.
    handler.setHandshakeTimeoutMillis(0);
    nameServer(handler.engine(), host);
    return handler;
  }

  /** Java alone would say only names with a dot; on a LAN most have none. */
  private static void nameServer(SSLEngine engine, String host) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    try {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    } catch (IllegalArgumentException e) {
      LOG.debug("{} is no name that TLS can ask for", host, e);
      return;
    }
    engine.setSSLParameters(parameters);
  }
}
