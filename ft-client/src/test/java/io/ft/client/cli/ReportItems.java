package io.ft.client.cli;

import io.ft.client.Dialect;
import io.ft.client.DownloadRequest;
import io.ft.client.DownloadResult;
import io.ft.client.FileClient;
import io.ft.client.RemoteFile;
import io.ft.client.Target;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import io.ft.client.TransferTimes;
import io.ft.client.testing.Downloads;
import io.ft.codec.Tag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Files of a call, and how they ended, for tests that fetch nothing. */
final class ReportItems {

  private static final long MILLI = 1_000_000;

  private ReportItems() {}

  /** A file whose size the server has yet to tell. */
  static Report.Item file(String name) {
    return file(name, Report.UNKNOWN_SIZE);
  }

  /** A file whose size was part of the plan. */
  static Report.Item file(String name, long plannedBytes) {
    RemoteFile source = new RemoteFile("server", 1, name);
    return new Report.Item(
        "ft://server:1/" + name,
        name,
        new DownloadRequest(source, Target.file(Path.of(name))),
        plannedBytes);
  }

  /** A failure; of a download that no server is asked for. */
  static TransferException failure() {
    DownloadRequest impossible =
        new DownloadRequest(
            new RemoteFile("server", 1, "\0"),
            Target.file(Path.of("never written")),
            Dialect.CLASSIC);
    try (FileClient client = FileClient.create()) {
      return Downloads.failure(client.start(impossible, TransferListener.NONE));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A file of which some was here before, and all is verified. */
  static DownloadResult result(long sizeBytes, long resumedBytes, int retries) {
    return new DownloadResult(
        sizeBytes,
        sizeBytes - resumedBytes,
        sizeBytes,
        resumedBytes,
        0,
        retries,
        null,
        Tag.NONE,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 65432),
        new TransferTimes(MILLI, 20 * MILLI, 3000 * MILLI, 400 * MILLI));
  }
}
