package io.ft.client;

/**
 * Where the time of a download went, all its attempts together, in nanoseconds. Bytes are received
 * and written at the same time, so the parts may add up to more than the whole; pauses between
 * attempts are in none of them.
 *
 * @param connectingNanos until the request was sent: finding the address, connecting, the
 *     handshake, and waiting for room on the connection
 * @param waitingNanos until the server sent something: the answer to the request, and the first
 *     byte of what was asked for
 * @param receivingNanos from the first byte to the last, without the time in which the client did
 *     not read, because the target was behind or {@link ClientConfig} limits the rate: what the
 *     server and the network took
 * @param writingNanos what was done with the bytes here: sums, writing, and looking at what was
 *     there before
 */
public record TransferTimes(
    long connectingNanos, long waitingNanos, long receivingNanos, long writingNanos) {

  /** Of a download that took no time. */
  public static final TransferTimes NONE = new TransferTimes(0, 0, 0, 0);
}
