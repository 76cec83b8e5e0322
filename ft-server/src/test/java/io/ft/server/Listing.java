package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the exchange of a listing went.
 *
 * @param end the message that ended it, or {@link Sockets.Closed}
 */
record Listing(List<Entry> entries, Object end) {

  /** What a client of listings and digests says. */
  static final Hello HELLO =
      new Hello(Set.of(Feature.LIST, Feature.SHA256), 1_000, Limits.MAX_BLOCK_BYTES, "test");

  static FramedClient connect(InetSocketAddress server) throws IOException {
    FramedClient client = FramedClient.connect(server);
    client.greet(HELLO);
    return client;
  }

  /** As {@link #connect}, with so little room that the server soon has to wait for its reads. */
  static FramedClient connectSlow(InetSocketAddress server) throws IOException {
    FramedClient client = FramedClient.connectWithSmallBuffer(server);
    client.greet(HELLO);
    return client;
  }

  static Listing of(FramedClient client, int id, String path) throws IOException {
    client.send(new ListRequest(id, path, false));
    return finish(client, id);
  }

  static Listing recursive(FramedClient client, int id, String path) throws IOException {
    client.send(new ListRequest(id, path, true));
    return finish(client, id);
  }

  /** Takes all that comes until exchange {@code id}, the only one that runs, has ended. */
  static Listing finish(FramedClient client, int id) throws IOException {
    List<Entry> entries = new ArrayList<>();
    while (true) {
      Object next = client.next();
      if (next instanceof Entry entry && entry.id() == id) {
        entries.add(entry);
      } else {
        return new Listing(entries, next);
      }
    }
  }

  /** The paths in order, those of folders with a slash; the listing must be complete. */
  List<String> names() {
    assertThat(end)
        .isInstanceOfSatisfying(
            ListEnd.class, last -> assertThat(last.entries()).isEqualTo(entries.size()));
    return entries.stream()
        .map(entry -> entry.path() + (entry.kind() == Entry.Kind.FOLDER ? "/" : ""))
        .sorted()
        .toList();
  }

  /** How many names were left out; the listing must be complete. */
  long omitted() {
    assertThat(end).isInstanceOf(ListEnd.class);
    return ((ListEnd) end).omitted();
  }

  void assertFailed(ErrorCode code) {
    assertThat(end)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
