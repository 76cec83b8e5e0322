package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Limits;
import io.ft.codec.ListRequest;
import io.ft.codec.NotExists;
import io.ft.server.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Asks a server for a {@link HostilePath} and then for a good file, in both dialects.
 *
 * @param connector how it is reached
 * @param server where it is
 * @param prefix what each path begins with there
 */
record HostileRequests(Connector connector, InetSocketAddress server, String prefix) {

  private static final byte[] GOOD =
      TestFiles.bytes(HostileFolder.GOOD_BYTES, HostileFolder.GOOD_BYTES);

  /** How a client reaches a server: another transport has another one. */
  interface Connector {
    Socket connect(InetSocketAddress server) throws IOException;
  }

  /** The paths that {@link #framed} asks for on the way, in that order. */
  List<String> framedPaths(HostilePath hostile) {
    String path = hostile.text();
    return path.isEmpty() ? List.of(path, prefix + "good") : List.of(path, path, prefix + "good");
  }

  /** As a file and as a folder there is nothing under that name; the good file is served. */
  void framed(HostilePath hostile) throws IOException {
    String path = hostile.text();
    try (FramedClient client = FramedClient.over(connector.connect(server))) {
      client.greet(Listing.HELLO);
      client.send(FramedClient.wholeFile(1, path));
      assertThat(client.next()).isEqualTo(new NotExists(1));
      if (!path.isEmpty()) {
        client.send(new ListRequest(2, path, true));
        assertThat(client.next()).isEqualTo(new NotExists(2));
      }
      assertThat(client.fetch(3, prefix + "good").bytes()).isEqualTo(GOOD);
    }
  }

  /** Whether a server takes the first byte for the one of another dialect. */
  static boolean isNoClassicName(HostilePath hostile) {
    byte[] bytes = hostile.bytes();
    return bytes.length == 0 || bytes[0] == 0x00 || bytes[0] == 0x16;
  }

  /** Asks for {@code hostile}; the answer is for {@link #finishClassic}. */
  ClassicClient sendClassic(HostilePath hostile) throws IOException {
    ClassicClient client = ClassicClient.over(connector.connect(server));
    client.send(hostile.bytes());
    return client;
  }

  /** The answer is the one for a missing file, and the connection ends. */
  static void finishClassic(ClassicClient client, HostilePath hostile) throws IOException {
    String answer;
    try (client) {
      answer = allOf(client.socket());
    }
    if (isNoClassicName(hostile)) {
      assertThat(answer).doesNotContain(HostileFolder.CANARY, "EXISTS");
    } else if (hostile.bytes().length > Limits.MAX_PATH_BYTES) {
      // It may close if more bytes come after its answer.
      assertThat(answer).isIn("NOT_EXISTS", "");
    } else {
      assertThat(answer).isEqualTo("NOT_EXISTS");
    }
  }

  /** The server still serves what it should; in the framed dialect, which has no pauses. */
  void good() throws IOException {
    try (FramedClient client = FramedClient.over(connector.connect(server))) {
      client.greet(Listing.HELLO);
      assertThat(client.fetch(1, prefix + "good").bytes()).isEqualTo(GOOD);
    }
  }

  private static String allOf(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    try {
      for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (SocketException e) {
      // A reset: what has come before it counts.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
