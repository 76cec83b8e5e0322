package io.ft.client;

/** Who damaged a block that came twice and was wrong twice. */
public enum Culprit {
  /** The same block arrived in two ways. */
  NETWORK("the network"),
  /** The same wrong bytes came both times, or two checksums for one version of the file. */
  SERVER("the server's disk or memory"),
  /** The bytes were right when they came and are read back wrong. */
  CLIENT("the disk here");

  private final String description;

  Culprit(String description) {
    this.description = description;
  }

  /** For people. */
  String description() {
    return description;
  }
}
