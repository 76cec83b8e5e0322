package io.ft.client.cli;

import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.ft.client.security.TokenServer;

/**
 * A server that the user wants something of.
 *
 * @param url what the user has called it, for messages
 * @param secure whether it is spoken to inside of TLS
 */
record Asked(String url, boolean secure, TokenServer server) {

  static Asked of(String url, RemoteFile file) {
    return new Asked(url, file.secure(), new TokenServer(file.host(), file.port()));
  }

  static Asked of(String url, RemoteFolder folder) {
    return new Asked(url, folder.secure(), new TokenServer(folder.host(), folder.port()));
  }
}
