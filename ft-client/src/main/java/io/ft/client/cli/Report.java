package io.ft.client.cli;

import io.ft.client.DownloadRequest;
import io.ft.client.DownloadResult;
import io.ft.client.TransferListener;

/**
 * What a command tells whoever watches it: a person at a terminal, a script, or nobody.
 * Thread-safe.
 *
 * <p>A file is planned, then started, then ended by exactly one of {@link #done}, {@link #skipped}
 * and {@link #failed}; {@link #finished} comes last.
 */
interface Report {

  /**
   * A file of the call.
   *
   * @param url its name for a script: what the user wrote, or the URL of the file in the tree
   * @param name its name for a person: the last part of its path, or its path in the tree
   * @param request what is asked for
   * @param plannedBytes its length, if that was part of what {@link #planned} was told; {@link
   *     #UNKNOWN_SIZE} if it was not known then
   */
  record Item(String url, String name, DownloadRequest request, long plannedBytes) {
    /** A file whose size the server has yet to tell. */
    Item(String url, String name, DownloadRequest request) {
      this(url, name, request, UNKNOWN_SIZE);
    }
  }

  /** The size of a file that was not known when the file was planned. */
  long UNKNOWN_SIZE = -1;

  /**
   * More is going to be fetched. Adds to what was said before.
   *
   * @param files how many
   * @param bytes how long they are together; 0 if their sizes are not known yet
   */
  void planned(long files, long bytes);

  /** {@code item} is asked for; the listener hears how it goes. */
  TransferListener started(Item item);

  /** {@code item} is complete. */
  void done(Item item, DownloadResult result);

  /** {@code item} was left alone, as the options say, whether it was started or not. */
  void skipped(Item item, String reason);

  /**
   * Something went wrong: with the file, the folder or the name {@code what}. For an item that was
   * started it is the item's URL.
   */
  void failed(String what, ExitCode code, String message);

  /** Something that a person may want to know and that is no failure. */
  void note(String text);

  /**
   * The command is over. Returns when all that was said has been written; what is said later is
   * not.
   *
   * @param code what became of the files
   * @return what to exit with: {@code code}, or something graver if not all could be told
   */
  ExitCode finished(ExitCode code);
}
