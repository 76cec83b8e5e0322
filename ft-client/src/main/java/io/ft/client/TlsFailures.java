package io.ft.client;

import io.ft.client.security.UntrustedServerException;
import io.ft.client.security.UntrustedServerException.Known;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says which error it is that TLS failed. A class of its own, so that others need no TLS. */
final class TlsFailures {

  /** What the JDK says of an alert, and what BoringSSL does: SSLV3_ALERT_BAD_CERTIFICATE. */
  private static final Pattern ALERT =
      Pattern.compile("[Ff]atal alert: ([a-z_]+)|:(?:SSL|TLS)V[0-9]+_ALERT_([A-Z_]+)");

  private final Server server;
  private final ServerHistory history;
  private final boolean hasIdentity;

  /**
   * Failures of connections to {@code server}.
   *
   * @param history what was seen of it until now
   * @param hasIdentity whether the client has a certificate to show
   */
  TlsFailures(Server server, ServerHistory history, boolean hasIdentity) {
    this.server = server;
    this.history = history;
    this.hasIdentity = hasIdentity;
  }

  /** Whether TLS has noticed something, and not the system. */
  static boolean isOfTls(Throwable cause) {
    return find(cause, SSLException.class) != null;
  }

  /**
   * Whether the connection has ended before the handshake did, and nobody has said why: the system
   * has noticed it, or the server has closed in good order.
   */
  private static boolean isLost(Throwable cause) {
    SSLException problem = find(cause, SSLException.class);
    if (problem == null) {
      return cause instanceof IOException;
    }
    String message = String.valueOf(problem.getMessage());
    // BoringSSL has no word of its own for a server that takes its leave.
    return problem instanceof SslClosedEngineException
        || message.contains("close_notify")
        || message.endsWith(":SSL_HANDSHAKE_FAILURE");
  }

  /** The handshake has failed, or what has to follow it. */
  TransferException ofHandshake(Throwable cause) {
    UntrustedServerException untrusted = find(cause, UntrustedServerException.class);
    if (untrusted != null) {
      return new TransferException(
          untrusted.known() == Known.KEY
              ? TransferError.PIN_MISMATCH
              : TransferError.UNTRUSTED_SERVER,
          String.valueOf(untrusted.getMessage()),
          cause);
    }
    if (find(cause, NotSslRecordException.class) != null) {
      return failed(where() + " does not speak TLS", cause);
    }
    String alert = alert(cause);
    if (alert != null) {
      return failed(said(alert), cause);
    }
    if (!isLost(cause)) {
      SSLException problem = find(cause, SSLException.class);
      return failed(
          "the TLS handshake failed: " + (problem == null ? cause : problem).getMessage(), cause);
    }
    // It may be started anew, or have no room. If it has never spoken TLS, it may not speak it.
    return history.wasSecured()
        ? new TransferException(
            TransferError.ENDED_EARLY, "the connection broke during the TLS handshake", cause)
        : TransferException.lostHandshake(
            where() + " closed the connection during the TLS handshake; does it speak TLS?", cause);
  }

  private String where() {
    return server.host() + ":" + server.port();
  }

  private String said(String alert) {
    boolean aboutCertificate = alert.contains("certificate") || alert.equals("unknown_ca");
    if (aboutCertificate && !hasIdentity) {
      return "the server demands a certificate of the client (" + alert + ")";
    }
    if (aboutCertificate) {
      return "the server refuses the client's certificate (" + alert + ")";
    }
    if (alert.equals("protocol_version")) {
      return "the server speaks neither TLS 1.3 nor TLS 1.2";
    }
    String hint =
        alert.equals("handshake_failure") && !hasIdentity
            ? "; it may demand a certificate of the client"
            : "";
    return "the server ended the TLS handshake (" + alert + ")" + hint;
  }

  /** TLS failed later on, as when bytes were damaged on the way. */
  static TransferException ofConnection(Throwable cause) {
    SSLException problem = find(cause, SSLException.class);
    return new TransferException(
        TransferError.ENDED_EARLY,
        "the connection broke: " + (problem == null ? cause : problem).getMessage(),
        cause);
  }

  private static TransferException failed(String message, Throwable cause) {
    return new TransferException(TransferError.TLS_FAILED, message, cause);
  }

  private static @Nullable String alert(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      Matcher matcher = ALERT.matcher(String.valueOf(each.getMessage()));
      if (matcher.find()) {
        String ofJdk = matcher.group(1);
        return ofJdk == null ? matcher.group(2).toLowerCase(Locale.ROOT) : ofJdk;
      }
    }
    return null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
