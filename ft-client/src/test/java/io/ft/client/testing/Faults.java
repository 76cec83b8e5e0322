package io.ft.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.ClientConfig;
import io.ft.client.Dialect;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.testing.RecordingListener.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Downloads from servers that misbehave. */
public final class Faults {

  private Faults() {}

  /** As below, in the framed dialect and with the default settings. */
  public static TransferException failure(Path folder, ScriptedServer server)
      throws IOException, InterruptedException {
    return failure(folder, server, Dialect.FRAMED, ClientConfig.DEFAULT);
  }

  /**
   * Downloads from {@code server} onto an old file in {@code folder}, which is empty otherwise;
   * makes sure that the download fails, that the old file is untouched, and that only what helps
   * the next download is there beside it; closes {@code server}.
   */
  public static TransferException failure(
      Path folder, ScriptedServer server, Dialect dialect, ClientConfig config)
      throws IOException, InterruptedException {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    RecordingListener listener = new RecordingListener();
    try (server;
        FileClient client = FileClient.create(config)) {
      TransferException failure =
          Downloads.failure(
              client.start(
                  new DownloadRequest(server.file("source"), Target.file(target), dialect),
                  listener));
      assertThat(target).hasContent("old");
      assertThat(TestFiles.names(folder)).isEqualTo(leftBehind(failure));
      assertThat(listener.events(Ended.class)).containsExactly(new Ended(failure));
      return failure;
    }
  }

  /** The names beside the target {@code copy}, itself included, after such a failure. */
  public static List<String> leftBehind(TransferException failure) {
    boolean resumable =
        failure.verifiedBytes() > 0 && failure.error() != TransferError.SOURCE_CHANGED;
    return resumable ? List.of("copy", "copy.part", "copy.part.state") : List.of("copy");
  }
}
