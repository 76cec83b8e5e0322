package io.ft.server;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a client's certificate says of the client. */
final class PeerCertificate {

  private PeerCertificate() {}

  /** The common name of its subject, unescaped; null if there is none, or no certificate. */
  static @Nullable String subject(SSLSession session) {
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal().getName());
      }
      return null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static @Nullable String commonName(String name) {
    try {
      // The first part of the name is the last of the list.
      List<Rdn> parts = new LdapName(name).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) {
        if (parts.get(i).getType().equalsIgnoreCase("CN")
            && parts.get(i).getValue() instanceof String text) {
          return text;
        }
      }
      return null;
    } catch (InvalidNameException e) {
      return null;
    }
  }
}
