package io.ft.client;

import java.io.IOException;

/**
 * Takes the entries of one listing.
 *
 * <p>It is called on a writer thread of the client, one call at a time. While it is slow, the
 * client reads no more from the server than {@link ClientConfig#maxBufferedBytes()}; downloads of
 * the same client wait for it, too.
 */
public interface ListingListener {

  /**
   * Another name. The order is the server's, and it is not defined.
   *
   * @throws IOException if it cannot be taken: the listing then fails with {@link
   *     TransferError#CANNOT_WRITE}, or with what was thrown if that is a {@link TransferException}
   */
  void entry(RemoteEntry entry) throws IOException;

  /**
   * The connection failed after some entries were told; the listing has to begin anew, and what is
   * told from here on replaces what was told before.
   *
   * @return true if what was told is forgotten, false to fail
   */
  default boolean restart() {
    return false;
  }
}
