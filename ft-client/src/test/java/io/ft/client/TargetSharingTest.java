package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several downloads that write to one name: the last to end wins, and no two are mixed. */
class TargetSharingTest {

  @Test
  void targetIsWholeWhateverTheOrder(@TempDir Path temp) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("copies"));
    Path target = folder.resolve("copy");
    int[] sizes = {100_000, 1_500_000, 3_000_000, 0, 2_000_000};
    try (ServedFolder served = ServedFolder.start(temp.resolve("served"));
        FileClient client = FileClient.create()) {
      List<Download> downloads = new ArrayList<>();
      for (int size : sizes) {
        DownloadRequest request =
            new DownloadRequest(served.file("file-" + size, size), Target.file(target));
        downloads.add(client.start(request, TransferListener.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
    }
    byte[] winner = Files.readAllBytes(target);
    assertThat(winner.length).isIn(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
    assertThat(winner).isEqualTo(TestFiles.content(winner.length));
    assertThat(TestFiles.names(folder)).containsExactly("copy");
  }
}
