package io.ft.client;

import io.ft.client.store.PartialFile;
import java.io.IOException;

/** Files that earlier downloads have finished. */
public final class LocalCopy {

  private LocalCopy() {}

  /**
   * Whether the target of {@code request} is a finished copy of the version that {@code listed}
   * tells: a download would fetch nothing. Gives it the time of its source, if the options say so.
   * May read all of it: waits for the disk.
   *
   * @throws IOException if its time cannot be set
   */
  public static boolean isCurrent(DownloadRequest request, RemoteEntry listed) throws IOException {
    DownloadOptions options = request.options();
    return request.target() instanceof Target.ToFile file
        && !file.isNew()
        && options.resume()
        && options.durability() == Durability.NONE
        && PartialFile.isCopy(
            file.path(),
            request.source().identity(),
            listed.tag(),
            listed.sizeBytes(),
            options.keepModified() ? listed.modified() : null);
  }
}
