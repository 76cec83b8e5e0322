package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many exchanges a client has running at once. */
class ExchangeLimitTest {

  private static final int DOWNLOADS = 40;
  private static final byte[] CONTENT = TestFiles.content(1000);

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void beforeTheGreetingThereAreEight() throws Exception {
    assertDownloads(
        ClientConfig.DEFAULT,
        client -> {
          client.receive(Hello.class);
          Queue<FileRequest> running = exactly(8, client);

          client.send(new Hello(Set.of(), 128, 4096, "scripted"));
          running.addAll(exactly(DOWNLOADS - 8, client));
          serveAll(client, running, 0);
        });
  }

  @Test
  void ownLimitHoldsBeforeTheGreeting() throws Exception {
    assertDownloads(
        Configs.maxExchanges(3),
        client -> {
          client.receive(Hello.class);
          Queue<FileRequest> running = exactly(3, client);

          client.send(new Hello(Set.of(), 128, 4096, "scripted"));
          serveAll(client, running, 3);
        });
  }

  @ParameterizedTest
  @CsvSource({"10, 128, 10", "8, 128, 8", "128, 10, 10", "2147483647, 5, 5"})
  void smallerLimitOfTheTwoIsInForce(int servers, int clients, int inForce) throws Exception {
    assertDownloads(
        Configs.maxExchanges(clients),
        client -> {
          Hello theirs = client.greet(new Hello(Set.of(), servers, 4096, "scripted"));
          assertThat(theirs.maxExchanges()).isEqualTo(clients);
          serveAll(client, exactly(inForce, client), inForce);
        });
  }

  /** The next {@code count} requests; no other may come while they run. */
  private static Queue<FileRequest> exactly(int count, FramedPeer client) throws IOException {
    Queue<FileRequest> requests = new ArrayDeque<>();
    while (requests.size() < count) {
      requests.add(client.receive(FileRequest.class));
    }
    int patienceMillis = client.socket().getSoTimeout();
    client.socket().setSoTimeout(200);
    try {
      throw new AssertionError("more than " + count + ": " + client.receive());
    } catch (SocketTimeoutException e) {
      client.socket().setSoTimeout(patienceMillis);
    }
    return requests;
  }

  /** Ends one exchange after the other; with a {@code limit} each makes room for just one. */
  private static void serveAll(FramedPeer client, Queue<FileRequest> running, int limit)
      throws IOException {
    int begun = running.size();
    int lastId = 0;
    for (FileRequest request = running.poll(); request != null; request = running.poll()) {
      assertThat(request.id()).isGreaterThan(lastId);
      lastId = request.id();
      client.serve(request, CONTENT);
      if (limit > 0 && begun < DOWNLOADS) {
        running.add(client.receive(FileRequest.class));
        begun++;
        assertThat(running).hasSizeLessThanOrEqualTo(limit);
      }
    }
    Message more = client.receive();
    assertThat(more).isNull();
  }

  private void assertDownloads(ClientConfig config, ScriptedServer.FramedScript script)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.ungreeted(script);
        FileClient client = FileClient.create(config)) {
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < DOWNLOADS; i++) {
        downloads.add(
            client.start(
                new DownloadRequest(
                    server.file("file-" + i), Target.file(folder.resolve("copy-" + i))),
                TransferListener.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
    for (int i = 0; i < DOWNLOADS; i++) {
      assertThat(folder.resolve("copy-" + i)).hasBinaryContent(CONTENT);
    }
  }
}
