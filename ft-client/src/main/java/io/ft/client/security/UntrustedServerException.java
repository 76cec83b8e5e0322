package io.ft.client.security;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** A server is not, or not for sure, the one that was asked for. The message is one for people. */
public final class UntrustedServerException extends CertificateException {

  private static final long serialVersionUID = 1L;

  /** What a client that refuses a server knows of it. */
  public enum Known {
    /** Which key it has to have, and it has another one. */
    KEY,
    /** Nothing: it may be made known by its key. */
    NOTHING,
    /** That an authority vouches for it, and none does; or it could not be judged. */
    OTHERWISE
  }

  private final Known known;

  UntrustedServerException(String message, Known known, @Nullable Throwable cause) {
    super(message, cause);
    this.known = known;
  }

  public Known known() {
    return known;
  }
}
