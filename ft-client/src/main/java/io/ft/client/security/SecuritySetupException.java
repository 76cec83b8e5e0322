package io.ft.client.security;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** TLS cannot be set up here, or not for this server. The message is one for people. */
public final class SecuritySetupException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is to blame. */
  public enum Kind {
    /** The file with the certificates of authorities. */
    AUTHORITIES,
    /** The file with the servers that were met before. */
    KNOWN_HOSTS,
    /** The certificate of the client, or its key. */
    IDENTITY,
    /** This Java. */
    JAVA
  }

  private final Kind kind;

  SecuritySetupException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
