package io.ft.client;

import io.ft.codec.Tag;
import java.time.Instant;

/**
 * One name in a listing.
 *
 * @param kind what it stands for
 * @param path its name below the folder that was listed, parts separated by {@code /}: none of them
 *     empty, {@code .} or {@code ..}. It is the server's choice, so it may hold characters that
 *     have a meaning for a terminal or for the file system here
 * @param sizeBytes the length of the file; 0 for a folder
 * @param modified when it was last modified
 * @param tag the version of the file, as a download of it would be told; {@link Tag#NONE} for a
 *     folder
 */
public record RemoteEntry(Kind kind, String path, long sizeBytes, Instant modified, Tag tag) {

  /** What a name can stand for. */
  public enum Kind {
    FILE,
    FOLDER
  }
}
