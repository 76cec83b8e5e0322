package io.ft.client;

/** A question about a file that was started. */
public final class Stat extends Pending<RemoteStat> {

  Stat() {}
}
