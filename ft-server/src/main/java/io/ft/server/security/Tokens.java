package io.ft.server.security;

import io.ft.codec.WireText;
import io.ft.server.store.Permission;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of a server. It keeps their digests alone, and tells nobody more than their
 * names. Thread-safe.
 */
public final class Tokens {

  private final List<Entry> entries;

  Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A token.
   *
   * @param name what its holder is called in logs
   * @param sha256 the digest of the token
   * @param permission which shares it is good for
   */
  record Entry(String name, Digest sha256, Permission permission) {}

  /** The digest of a token, which is not shown. */
  static final class Digest {

    private final byte[] bytes;

    Digest(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** Takes the same time whatever differs. */
    boolean matches(Digest other) {
      return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
      return "hidden";
    }
  }

  /**
   * Reads a file of tokens, see {@link TokenFile}.
   *
   * @throws IOException if it cannot be read, or others can; or if a line of it is not right
   */
  public static Tokens read(Path file) throws IOException {
    return TokenFile.read(file);
  }

  /**
   * Who has {@code token}; null if nobody. Looks at all tokens, so that the time tells nothing
   * about any of them.
   */
  public @Nullable Identity find(String token) {
    Digest asked = digestOf(WireText.encode(token));
    Identity found = null;
    for (Entry entry : entries) {
      if (entry.sha256().matches(asked)) {
        found = new Identity(entry.name(), entry.permission());
      }
    }
    return found;
  }

  static Digest digestOf(byte[] token) {
    try {
      return new Digest(MessageDigest.getInstance("SHA-256").digest(token));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The names of the shares that the tokens are good for, those that are good for all apart. */
  public Set<String> shares() {
    Set<String> shares = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.permission() instanceof SharePermission some) {
        shares.addAll(some.shares());
      }
    }
    return Set.copyOf(shares);
  }

  /** How many there are, and nothing else. */
  @Override
  public String toString() {
    return "Tokens[" + entries.size() + "]";
  }
}
