package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Cancel;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.NotExists;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many files of a tree are asked for at once. */
class FetcherTest {

  private static final int FILES = 5;
  private static final byte[] CONTENT = TestFiles.content(100);

  @Test
  void largeFilesComeTwoAtATime(@TempDir Path folder) throws Exception {
    assertAtOnce(folder, 100L << 20, 2);
  }

  @Test
  void smallFilesComeAllAtOnce(@TempDir Path folder) throws Exception {
    assertAtOnce(folder, 1000, FILES);
  }

  /** The other one would never end by itself. Either may ask first. */
  @Test
  void firstFailureStopsWhatIsRunningOnRequest(@TempDir Path folder) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              FileRequest first = peer.receive(FileRequest.class);
              FileRequest second = peer.receive(FileRequest.class);
              boolean inOrder = first.path().equals("endless");
              FileRequest endless = inOrder ? first : second;
              FileRequest missing = inOrder ? second : first;
              peer.send(FramedPeer.exists(endless.id(), 10 * FramedPeer.BLOCK_BYTES));
              peer.send(new NotExists(missing.id()));
              peer.receive(Cancel.class);
              peer.send(new Failure(endless.id(), ErrorCode.CANCELLED, "as you wish"));
              peer.untilClosed();
            })) {
      String url = "ft://127.0.0.1:" + server.port() + "/";
      FtRun run =
          FtRun.of("get", "--fail-fast", "-O", folder.toString(), url + "endless", url + "missing");

      assertThat(run.exitCode()).isEqualTo(78);
      assertThat(run.err()).contains("missing: no such file");
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  private static void assertAtOnce(Path folder, long listedBytes, int atOnce) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              list(peer, listedBytes);
              Queue<FileRequest> requests = new ArrayDeque<>();
              for (int i = 0; i < atOnce; i++) {
                requests.add(peer.receive(FileRequest.class));
              }
              expectSilence(peer);
              for (int i = 0; i < FILES; i++) {
                peer.serve(requests.remove(), CONTENT);
                if (i + atOnce < FILES) {
                  requests.add(peer.receive(FileRequest.class));
                }
              }
              peer.untilClosed();
            })) {
      String url = "ft://127.0.0.1:" + server.port() + "/tree";
      assertThat(FtRun.of("get", "-r", "-O", folder.toString(), url))
          .isEqualTo(new FtRun(0, "", ""));
    }
    assertThat(TestFiles.names(folder.resolve("tree"))).hasSize(FILES);
  }

  /** The listing is no snapshot: by the time they are asked for, the files are all short. */
  private static void list(FramedPeer peer, long sizeBytes) throws IOException {
    int id = peer.receive(ListRequest.class).id();
    for (int i = 0; i < FILES; i++) {
      peer.send(
          new Entry(
              id, Entry.Kind.FILE, sizeBytes, FramedPeer.MODIFIED, FramedPeer.TAG, "file-" + i));
    }
    peer.send(new ListEnd(id, FILES, 0));
  }

  private static void expectSilence(FramedPeer peer) throws IOException {
    int patienceMillis = peer.socket().getSoTimeout();
    peer.socket().setSoTimeout(200);
    try {
      throw new AssertionError("expected silence: " + peer.receive());
    } catch (SocketTimeoutException e) {
      peer.socket().setSoTimeout(patienceMillis);
    }
  }
}
