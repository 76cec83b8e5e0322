package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.store.FileStore;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails, and a store that has a defect. */
class FaultyDiskTest {

  private static final String SECRET = "/srv/secret\nplace";

  private CapturedLog log;
  private StoreServer server;

  @BeforeEach
  void startServer(@TempDir Path root) {
    log = CapturedLog.of("io.ft.server");
    server = StoreServer.start(root, new FaultyStore());
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
    log.close();
  }

  @Test
  void errorOfTheDiskIsToldWithoutItsDetails() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "io"));

      Failure failure = client.next(Failure.class);
      assertThat(failure.id()).isEqualTo(1);
      assertThat(failure.code()).isEqualTo(ErrorCode.READ_ERROR);
      assertThat(failure.text()).doesNotContain("srv", "secret");
    }
    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.code()).isEqualTo(ErrorCode.READ_ERROR);
  }

  @Test
  void errorOfTheDiskIsOneLineOfTheLog() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "io"));
      client.next(Failure.class);
    }
    assertThat(log.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getThrowableProxy()).isNull();
              assertThat(event.getFormattedMessage()).contains("/srv/secret\\nplace");
            });
  }

  @Test
  void defectEndsTheExchangeAndNotTheConnection() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "defect"));
      Failure failure = client.next(Failure.class);
      assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(failure.text()).doesNotContain("srv", "secret");

      client.send(new FileRequest(2, "io"));
      client.finish(2).assertFailed(ErrorCode.READ_ERROR);
    }
  }

  @Test
  void classicClientIsNotToldThatTheFileDoesNotExist() throws Exception {
    try (ClassicClient client = ClassicClient.connect(server.address())) {
      client.send("io");

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
    }
    assertThat(server.events().awaitExchange().code()).isEqualTo(ErrorCode.READ_ERROR);
  }

  private static final class FaultyStore implements FileStore {

    @Override
    public OpenFile open(String path, Permission permission) throws IOException {
      if (path.equals("io")) {
        throw new IOException(SECRET);
      }
      throw new IllegalStateException(SECRET);
    }

    @Override
    public FolderListing list(String path, boolean recursive, Permission permission)
        throws IOException {
      throw new IOException(SECRET);
    }

    @Override
    public void close() {}
  }
}
