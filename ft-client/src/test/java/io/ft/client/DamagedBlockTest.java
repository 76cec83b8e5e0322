package io.ft.client;

import static io.ft.client.testing.FramedPeer.BLOCK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Ready;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that does not match its checksum comes again, alone; if it does not help, who did it. */
class DamagedBlockTest {

  private static final byte[] CONTENT = TestFiles.content(3 * BLOCK_BYTES - 7);
  private static final int BLOCKS = 3;

  private final List<Ready> asked = new CopyOnWriteArrayList<>();

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  /** What a server makes of a block: the bytes and the sum that it sends. */
  private interface Damage {
    long apply(int delivery, byte[] data, long sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void damagedBlockIsFetchedAgainAlone(int damaged) throws Exception {
    try (ScriptedServer server = server(damaged, flipIn(1));
        FileClient client = FileClient.create()) {
      DownloadResult result = Downloads.success(start(client, server));

      int length = FramedPeer.block(CONTENT, damaged).length;
      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length + length);
      assertThat(result.verifiedBytes()).isEqualTo(CONTENT.length);
      assertThat(asked)
          .extracting(Ready::offset, Ready::length)
          .containsExactly(tuple((long) damaged * BLOCK_BYTES, (long) length));
      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }

  @Test
  void wrongSumOfRightBytesIsFetchedAgainToo() throws Exception {
    try (ScriptedServer server = server(1, (delivery, data, sum) -> delivery == 1 ? sum ^ 1 : sum);
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
  }

  @Test
  void twoWaysOfBeingWrongAreTheNetworks() throws Exception {
    assertCulprit(Culprit.NETWORK, flipIn(1, 2));
  }

  @Test
  void sameBytesWithTwoWrongSumsAreTheNetworks() throws Exception {
    assertCulprit(Culprit.NETWORK, (delivery, data, sum) -> sum ^ delivery);
  }

  @Test
  void sameWrongBytesTwiceAreTheServers() throws Exception {
    assertCulprit(
        Culprit.SERVER,
        (delivery, data, sum) -> {
          data[0] ^= 1;
          return sum;
        });
  }

  @Test
  void twoSumsForTwoContentsOfOneVersionAreTheServers() throws Exception {
    assertCulprit(
        Culprit.SERVER,
        (delivery, data, sum) -> {
          data[delivery] ^= 1;
          return sum ^ delivery;
        });
  }

  private void assertCulprit(Culprit culprit, Damage damage) throws Exception {
    try (ScriptedServer server = server(1, damage);
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server));

      assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
      assertThat(failure.culprit()).isEqualTo(culprit);
      assertThat(failure.verifiedBytes()).isEqualTo(CONTENT.length - BLOCK_BYTES);
      assertThat(failure)
          .hasMessageStartingWith("the block at byte 4096 does not match its checksum, twice")
          .hasMessageEndingWith(culprit.description());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "2, 1", "3, 1", "3, 2", "4, 2"})
  void furtherAttemptsFetchNothingButTheBlock(int deliveries, int retries) throws Exception {
    int[] wrong = new int[deliveries];
    for (int i = 0; i < deliveries; i++) {
      wrong[i] = i + 1;
    }
    try (ScriptedServer server = server(1, flipIn(wrong));
        FileClient client = FileClient.create()) {
      Download download =
          client.start(
              request(server)
                  .with(
                      DownloadOptions.DEFAULT.withRetry(
                          new RetryPolicy(retries, 1, 1, Long.MAX_VALUE, false))),
              TransferListener.NONE);
      // One delivery with the file, one for nothing, and one for each retry.
      if (deliveries < 2 + retries) {
        DownloadResult result = Downloads.success(download);
        assertThat(result.receivedBytes())
            .isEqualTo(CONTENT.length + (long) deliveries * BLOCK_BYTES);
      } else {
        assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
      }
    }
  }

  @Test
  void serverThatDamagesEverythingIsNotListenedToForLong() throws Exception {
    long blocks = 1_000_000;
    List<Long> damaged = new CopyOnWriteArrayList<>();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void damaged(long offset, int lengthBytes) {
            damaged.add(offset);
          }
        };
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  while (true) {
                    int id = peer.receive(FileRequest.class).id();
                    peer.send(FramedPeer.exists(id, blocks * BLOCK_BYTES));
                    peer.receive(Ready.class);
                    try {
                      for (long block = 0; block < 2_000; block++) {
                        peer.sendBlock(id, block * BLOCK_BYTES, new byte[BLOCK_BYTES], 1);
                      }
                    } finally {
                      peer.receive(Cancel.class);
                      peer.send(new Failure(id, ErrorCode.CANCELLED, ""));
                    }
                  }
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(client.start(request(server), listener));

      assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
      assertThat(failure.culprit()).isEqualTo(Culprit.SERVER);
    }
    assertThat(damaged).hasSize(1_002).endsWith(1_000L * BLOCK_BYTES, 0L);
  }

  /** One bit, another one in each of these deliveries. */
  private static Damage flipIn(int... deliveries) {
    return (delivery, data, sum) -> {
      for (int wrong : deliveries) {
        if (wrong == delivery) {
          data[delivery] ^= 1;
        }
      }
      return sum;
    };
  }

  private ScriptedServer server(int damaged, Damage damage) throws IOException {
    return ScriptedServer.framed(
        peer -> {
          for (int delivery = 1; ; delivery++) {
            serve(peer, peer.receive(FileRequest.class), damaged, delivery, damage);
          }
        });
  }

  private void serve(FramedPeer peer, FileRequest request, int damaged, int delivery, Damage damage)
      throws IOException {
    int id = request.id();
    peer.send(FramedPeer.exists(id, CONTENT.length));
    int first = 0;
    int behind = BLOCKS;
    if (request.advance() == null) {
      Ready ready = peer.receive(Ready.class);
      asked.add(ready);
      first = (int) ready.offset() / BLOCK_BYTES;
      behind = (int) (ready.offset() + ready.length() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }
    long sent = 0;
    for (int block = first; block < behind; block++) {
      byte[] data = FramedPeer.block(CONTENT, block);
      long sum = FramedPeer.crc32c(data);
      if (block == damaged) {
        sum = damage.apply(delivery, data, sum);
      }
      peer.sendBlock(id, (long) block * BLOCK_BYTES, data, sum);
      sent += data.length;
    }
    peer.send(new End(id, sent));
  }

  private Download start(FileClient client, ScriptedServer server) {
    return client.start(request(server), TransferListener.NONE);
  }

  private DownloadRequest request(ScriptedServer server) {
    return new DownloadRequest(server.file("source"), Target.file(folder.resolve("copy")));
  }
}
