package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients with TLS that do not read, and one that does. */
class TlsMemoryTest {

  private static final long BUDGET_BYTES = 2L * RegionChunks.MAX_UNSENT_BYTES;

  /** Of those that do not read: two have all they like, and each of the others has one chunk. */
  private static final int FIT_INTO_THE_BOUND = 2 + 10;

  private static final int TOO_MANY = 40;
  private static final int FILE_BYTES = 1_000_001;

  private final List<FramedClient> stalled = new ArrayList<>();
  private Path root;
  private byte[] bytes;
  private Certificates certificates;
  private StoreServer server;

  @BeforeEach
  void startServer(@TempDir Path served, @TempDir Path secrets) throws Exception {
    root = served;
    certificates = Certificates.in(secrets);
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    ServerConfig config =
        TestServer.config(
            root, builder -> builder.security(certificates.security()).tlsBytes(BUDGET_BYTES));
    server =
        StoreServer.start(
            config, ConfinedDirectory.open(root, StoreOptions.DEFAULT), Transport.best());
  }

  @AfterEach
  void everythingIsGivenBack() throws IOException {
    letGo();
    Await.until("the memory is free", () -> server.chunkBudget().takenBytes() == 0);
    assertThat(server.chunkBudget().waiting()).isZero();
    server.close();
    assertThat(OpenHandles.below(root)).isEmpty();
  }

  private void letGo() throws IOException {
    for (FramedClient client : stalled) {
      client.close();
    }
    stalled.clear();
  }

  private void stall(int clients) throws Exception {
    for (int i = 0; i < clients; i++) {
      FramedClient client =
          Certificates.greeted(certificates.connectWithSmallBuffer(server.address()));
      stalled.add(client);
      client.send(FramedClient.wholeFile(1, "large"));
    }
  }

  private void assertBound() {
    assertThat(server.chunkBudget().takenBytes()).isLessThanOrEqualTo(2 * BUDGET_BYTES);
  }

  @Test
  void healthyClientIsServedBesideThem() throws Exception {
    stall(FIT_INTO_THE_BOUND);
    Await.until(
        "they have the budget", () -> server.chunkBudget().takenBytes() > BUDGET_BYTES - 32_768);
    try (FramedClient client = Certificates.greeted(certificates.connect(server.address()))) {
      for (int id = 1; id <= 5; id++) {
        assertThat(client.fetch(id, "file").bytes()).isEqualTo(bytes);
        assertBound();
      }
    }
  }

  @Test
  void theyStayWithinTheBoundAndHoldUpNobodyForEver() throws Exception {
    stall(TOO_MANY);
    Await.until("some of them wait", () -> server.chunkBudget().waiting() > 0);
    try (FramedClient client = Certificates.greeted(certificates.connect(server.address()))) {
      client.send(FramedClient.wholeFile(1, "file"));
      assertBound();
      letGo();
      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
      assertBound();
    }
  }
}
