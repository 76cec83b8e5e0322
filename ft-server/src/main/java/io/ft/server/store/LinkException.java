package io.ft.server.store;

import java.io.IOException;

/** A walk has met a symbolic link, or {@code ..} out of one. It never leaves the store. */
final class LinkException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int index;

  /**
   * All parts before the one at {@code index} are folders and no links.
   *
   * @param index of the part that is a link
   */
  LinkException(int index) {
    super("a symbolic link");
    this.index = index;
  }

  int index() {
    return index;
  }
}
