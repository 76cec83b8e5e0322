package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Ended;
import io.ft.client.testing.RecordingListener.Event;
import io.ft.client.testing.RecordingListener.Progressed;
import io.ft.client.testing.RecordingListener.Started;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener hears, in which order and where. */
class TransferListenerTest {

  private Path folder;
  private ServedFolder served;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = temp;
    served = ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(64 * 1024));
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "FRAMED, 0",
    "FRAMED, 1000",
    "FRAMED, 3000000",
    "CLASSIC, 0",
    "CLASSIC, 1000",
    "CLASSIC, 3000000"
  })
  void successIsHeardFromTheStartToTheEnd(Dialect dialect, int size) throws Exception {
    RecordingListener listener = new RecordingListener();

    Downloads.success(start(served.file("source", size), dialect, listener));

    assertThat(listener.events().get(0)).isEqualTo(new Started(size));
    assertThat(listener.events(Started.class)).hasSize(1);
    assertEndsOnce(listener, null);
    assertCountsGrow(listener, size, dialect == Dialect.FRAMED ? size : 0);
  }

  @ParameterizedTest
  @EnumSource
  void fileThatIsNotThereHasAnEndAndNoStart(Dialect dialect) throws Exception {
    RecordingListener listener = new RecordingListener();

    TransferException failure = Downloads.failure(start(served.file("absent"), dialect, listener));

    assertThat(listener.events()).containsExactly(new Ended(failure));
  }

  @Test
  void serverThatIsNotThereHasAnEndAndNoStart() throws Exception {
    RecordingListener listener = new RecordingListener();
    RemoteFile nowhere = new RemoteFile("no-such-host.invalid", 1, "f");

    TransferException failure = Downloads.failure(start(nowhere, Dialect.FRAMED, listener));

    assertThat(listener.events()).containsExactly(new Ended(failure));
  }

  @Test
  void targetThatCannotBeWrittenHasAnEndAndNoStart() throws Exception {
    RecordingListener listener = new RecordingListener();
    Target target = Target.file(folder.resolve("absent").resolve("copy"));

    TransferException failure =
        Downloads.failure(
            client.start(new DownloadRequest(served.file("source", 10), target), listener));

    assertThat(listener.events()).containsExactly(new Ended(failure));
  }

  @Test
  void endIsHeardBeforeTheDownloadIsComplete() throws Exception {
    List<String> order = new ArrayList<>();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void ended(@Nullable TransferException failure) {
            order.add("ended");
          }
        };

    Downloads.success(start(served.file("source", 10), Dialect.FRAMED, listener));

    // The end of the download hands over what the writer thread did before it.
    assertThat(order).containsExactly("ended");
  }

  @Test
  void targetIsThereWhenTheEndIsHeard() throws Exception {
    List<Path> seen = new ArrayList<>();
    TransferListener listener =
        new TransferListener() {
          @Override
          public void ended(@Nullable TransferException failure) {
            if (folder.resolve("copy").toFile().length() == 10) {
              seen.add(folder.resolve("copy"));
            }
          }
        };

    Downloads.success(start(served.file("source", 10), Dialect.FRAMED, listener));

    assertThat(seen).hasSize(1);
  }

  @Test
  void allListenersOfAClientAreCalledOnOneThread() throws Exception {
    RecordingListener shared = new RecordingListener();
    List<Download> downloads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      RemoteFile source = served.file("source-" + i, 200_000);
      downloads.add(
          client.start(
              new DownloadRequest(source, Target.file(folder.resolve("copy-" + i))), shared));
    }
    for (Download download : downloads) {
      Downloads.success(download);
    }

    assertThat(shared.threads()).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(shared.events(Started.class)).hasSize(10);
    assertThat(shared.events(Ended.class)).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource
  void listenerThatThrowsHarmsNothing(Dialect dialect) throws Exception {
    TransferListener throwing =
        new TransferListener() {
          @Override
          public void started(long sizeBytes) {
            throw new IllegalStateException("started");
          }

          @Override
          public void progressed(long receivedBytes, long verifiedBytes) {
            throw new IllegalStateException("progressed");
          }

          @Override
          public void ended(@Nullable TransferException failure) {
            throw new IllegalStateException("ended");
          }
        };

    Downloads.success(start(served.file("source", 3_000_000), dialect, throwing));
    assertThat(folder.resolve("copy")).hasBinaryContent(TestFiles.content(3_000_000));

    assertThat(Downloads.failure(start(served.file("absent"), dialect, throwing)).error())
        .isEqualTo(TransferError.NOT_FOUND);
  }

  @Test
  void listenerThatFailsAnAssertionHarmsNothing() throws Exception {
    TransferListener atStart =
        new TransferListener() {
          @Override
          public void started(long sizeBytes) {
            throw new AssertionError("started");
          }
        };
    TransferListener atEnd =
        new TransferListener() {
          @Override
          public void ended(@Nullable TransferException failure) {
            throw new AssertionError("ended");
          }
        };

    Downloads.success(start(served.file("small", 1000), Dialect.FRAMED, atEnd));
    Downloads.success(start(served.file("large", 3_000_000), Dialect.FRAMED, atStart));
  }

  private static void assertEndsOnce(
      RecordingListener listener, @Nullable TransferException failure) {
    List<Event> events = listener.events();
    assertThat(listener.events(Ended.class)).containsExactly(new Ended(failure));
    assertThat(events.get(events.size() - 1)).isEqualTo(new Ended(failure));
  }

  private static void assertCountsGrow(RecordingListener listener, long received, long verified) {
    Progressed before = new Progressed(0, 0);
    for (Progressed now : listener.events(Progressed.class)) {
      assertThat(now.receivedBytes()).isGreaterThanOrEqualTo(before.receivedBytes());
      assertThat(now.verifiedBytes())
          .isGreaterThanOrEqualTo(before.verifiedBytes())
          .isLessThanOrEqualTo(now.receivedBytes());
      before = now;
    }
    assertThat(before).isEqualTo(new Progressed(received, verified));
  }

  private Download start(RemoteFile source, Dialect dialect, TransferListener listener) {
    return client.start(
        new DownloadRequest(source, Target.file(folder.resolve("copy")), dialect), listener);
  }
}
