package io.ft.client.security;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What makes a client believe that a server is the one that it asked for. */
public sealed interface ServerTrust {

  /** The authorities that this Java trusts, and no known hosts. */
  ServerTrust SYSTEM = new Authorities(null, null);

  /**
   * A server that is among the known hosts with a key has to have that key. Any other one needs a
   * certificate for its name, of an authority that is trusted.
   *
   * @param authorities a PEM file with the certificates of the authorities; null for those that
   *     this Java trusts
   * @param knownHosts see {@link KnownHosts}; it need not be there; null for none
   */
  record Authorities(@Nullable Path authorities, @Nullable Path knownHosts)
      implements ServerTrust {}

  /**
   * As {@link Authorities}, but a server of which nothing is known is trusted, and becomes a known
   * host: as one for which an authority vouches, if one does, and with its key otherwise. So
   * somebody who is in between at the first connection is believed for ever; somebody who comes
   * later is noticed.
   *
   * @param knownHosts the file to add it to
   * @param added is told in a sentence, on any thread, who is trusted from now on, and by what
   */
  record FirstUse(Path knownHosts, Consumer<String> added) implements ServerTrust {
    public FirstUse {
      Objects.requireNonNull(knownHosts, "knownHosts");
      Objects.requireNonNull(added, "added");
    }
  }

  /**
   * A server that has one of these keys, whatever its certificate says.
   *
   * @param keys at least one
   */
  record Pins(Set<KeyFingerprint> keys) implements ServerTrust {
    public Pins {
      keys = Set.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("no key is pinned");
      }
    }
  }
}
