package io.ft.client.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback interface that speaks TLS, and inside of it what a script says, or what
 * a real server answers. It is Java's own TLS.
 */
public final class TlsServer implements AutoCloseable {

  /** What happens on a connection whose handshake has succeeded. */
  public interface Script {
    void play(Socket raw, SSLSocket tls) throws IOException, InterruptedException;
  }

  private final ScriptedServer server;
  private final List<String> protocols = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  /**
   * How it speaks TLS.
   *
   * @param cutOff so many connections are closed when their handshake has begun
   * @param delayMillis how long it waits before it says anything in a handshake
   */
  public record Settings(
      X509Bundle own,
      @Nullable X509Bundle clients,
      List<String> protocols,
      int cutOff,
      long delayMillis) {

    /** With this certificate, and nothing asked of the client. */
    public static Settings of(X509Bundle own) {
      return new Settings(own, null, List.of("TLSv1.3", "TLSv1.2"), 0, 0);
    }

    /** The same in one version alone. */
    public Settings only(String protocol) {
      return new Settings(own, clients, List.of(protocol), cutOff, delayMillis);
    }

    /** The same, and the client has to show a certificate of this authority. */
    public Settings demanding(X509Bundle authority) {
      return new Settings(own, authority, protocols, cutOff, delayMillis);
    }

    /** The same, but so many connections are closed when their handshake has begun. */
    public Settings cuttingOff(int connections) {
      return new Settings(own, clients, protocols, connections, delayMillis);
    }

    /** The same, but it takes its time in a handshake. */
    public Settings waiting(long millis) {
      return new Settings(own, clients, protocols, cutOff, millis);
    }
  }

  private TlsServer(Settings settings, Script script) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        settings.own().toKeyManagerFactory().getKeyManagers(),
        settings.clients() == null
            ? null
            : settings.clients().toTrustManagerFactory().getTrustManagers(),
        null);
    AtomicInteger begun = new AtomicInteger();
    server =
        ScriptedServer.start(
            raw -> {
              if (begun.incrementAndGet() <= settings.cutOff()) {
                raw.getInputStream().read();
                return;
              }
              Thread.sleep(settings.delayMillis());
              SSLSocket tls =
                  (SSLSocket) context.getSocketFactory().createSocket(raw, null, 0, true);
              tls.setUseClientMode(false);
              tls.setEnabledProtocols(settings.protocols().toArray(new String[0]));
              tls.setNeedClientAuth(settings.clients() != null);
              tls.startHandshake();
              protocols.add(tls.getSession().getProtocol());
              if (tls.getSession() instanceof ExtendedSSLSession session) {
                session.getRequestedServerNames().stream()
                    .map(SNIServerName::getEncoded)
                    .forEach(name -> names.add(new String(name, US_ASCII)));
              }
              script.play(raw, tls);
            });
  }

  /** Starts a server that does as {@code script} says. */
  public static TlsServer start(Settings settings, Script script) throws Exception {
    return new TlsServer(settings, script);
  }

  /** Starts a server that greets and then plays {@code script}. */
  public static TlsServer framed(Settings settings, ScriptedServer.FramedScript script)
      throws Exception {
    return start(
        settings,
        (raw, tls) -> {
          try (FramedPeer client = new FramedPeer(tls)) {
            client.greet();
            script.play(client);
          }
        });
  }

  /** Starts a server that hands on to one without TLS. */
  public static TlsServer infrontOf(ServedFolder folder, Settings settings) throws Exception {
    return infrontOf(folder, settings, new AtomicLong());
  }

  /**
   * As above.
   *
   * @param sentBytes counts what was written to the client
   */
  public static TlsServer infrontOf(ServedFolder folder, Settings settings, AtomicLong sentBytes)
      throws Exception {
    return start(
        settings,
        (raw, tls) -> {
          try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), folder.port())) {
            Thread back = new Thread(() -> quietly(behind, tls, sentBytes), "tls-server-back");
            back.setDaemon(true);
            back.start();
            quietly(tls, behind, new AtomicLong());
            back.join();
          }
        });
  }

  private static void quietly(Socket from, Socket to, AtomicLong sentBytes) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
        sentBytes.addAndGet(length);
      }
      to.close();
    } catch (IOException e) {
      // one side has left
      try {
        to.close();
        from.close();
      } catch (IOException again) {
        // so has the other
      }
    }
  }

  public int port() {
    return server.port();
  }

  /** How many connections were made so far. */
  public int connections() {
    return server.connections();
  }

  /** The version of TLS of each handshake that succeeded. */
  public List<String> protocols() {
    return new ArrayList<>(protocols);
  }

  /** The names that clients asked for. */
  public List<String> names() {
    return new ArrayList<>(names);
  }

  /** The URL of a file, by the name {@code localhost}. */
  public RemoteFile file(String path) {
    return new RemoteFile(true, "localhost", port(), path);
  }

  /** The URL of a folder, by the name {@code localhost}. */
  public RemoteFolder folder(String path) {
    return new RemoteFolder(true, "localhost", port(), path);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
