package io.ft.client.testing;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;

/** Has this Java trust other authorities than its own until it is closed. */
public final class SystemAuthorities implements AutoCloseable {

  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

  private final Path file;

  private SystemAuthorities(Path file) {
    this.file = file;
  }

  /** Trusts {@code authorities} alone. */
  public static SystemAuthorities of(Path folder, X509Bundle... authorities) throws Exception {
    Path file = Certificates.writeStore(folder.resolve("authorities.p12"), authorities);
    System.setProperty(STORE, file.toString());
    System.setProperty(PASSWORD, "changeit");
    return new SystemAuthorities(file);
  }

  /** The store. */
  public Path file() {
    return file;
  }

  @Override
  public void close() {
    System.clearProperty(STORE);
    System.clearProperty(PASSWORD);
  }
}
