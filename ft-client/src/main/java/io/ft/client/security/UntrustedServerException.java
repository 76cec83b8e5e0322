package io.ft.client.security;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** A server is not, or not for sure, the one that was asked for. The message is one for people. */
public final class UntrustedServerException extends CertificateException {

  private static final long serialVersionUID = 1L;

  private final boolean otherKey;

  UntrustedServerException(String message, boolean otherKey, @Nullable Throwable cause) {
    super(message, cause);
    this.otherKey = otherKey;
  }

  /** Whether it is known which key it has to have, and it has another one. */
  public boolean hasOtherKey() {
    return otherKey;
  }
}
