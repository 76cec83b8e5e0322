package io.ft.client;

import io.ft.codec.BlockEnd;
import io.ft.codec.Exists;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a download's bytes: they are summed, compared, written, counted, told to the
 * listener, and at the end the target appears. The first failure ends it; what comes later is
 * thrown away.
 *
 * <p>Used on the writer thread alone, so the listener hears everything in order.
 */
final class Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

  private final Destination destination;
  private final TransferListener listener;
  private final Download download;
  private final CRC32C blockSum = new CRC32C();

  private @Nullable Exists source;
  private int blockBytes;
  private long receivedBytes;
  private long verifiedBytes;
  private boolean ended;

  Receiver(Destination destination, TransferListener listener, Download download) {
    this.destination = destination;
    this.listener = listener;
    this.download = download;
  }

  /**
   * Begins to take the bytes of {@code source}.
   *
   * @throws TransferException if the target cannot be written; then it has ended
   */
  void open(Exists source) throws TransferException {
    if (ended) {
      return;
    }
    this.source = source;
    toDestination(() -> destination.open());
    tell(() -> listener.started(source.size()));
  }

  /**
   * Takes some bytes of the current block, and releases {@code content}.
   *
   * @throws TransferException if the target cannot be written; then it has ended
   */
  void content(ByteBuf content) throws TransferException {
    if (ended) {
      content.release();
      return;
    }
    int length = content.readableBytes();
    for (ByteBuffer bytes : content.nioBuffers()) {
      blockSum.update(bytes);
    }
    toDestination(() -> destination.write(content));
    receivedBytes += length;
    blockBytes += length;
    tell(() -> listener.progressed(receivedBytes, verifiedBytes));
  }

  /**
   * Compares the current block with its checksum.
   *
   * @throws TransferException if it does not match, or cannot be handed on; then it has ended
   */
  void blockEnd(long checksum) throws TransferException {
    if (ended) {
      return;
    }
    if (checksum != BlockEnd.UNCHECKED) {
      if (checksum != blockSum.getValue()) {
        throw failed(
            new TransferException(
                TransferError.CHECKSUM_MISMATCH,
                "the block at byte "
                    + (receivedBytes - blockBytes)
                    + " does not match its checksum"));
      }
      verifiedBytes += blockBytes;
    }
    toDestination(() -> destination.blockVerified());
    blockBytes = 0;
    blockSum.reset();
    tell(() -> listener.progressed(receivedBytes, verifiedBytes));
  }

  /** All bytes have come: the target appears. */
  void end() {
    if (ended || source == null) {
      return;
    }
    long sizeBytes = source.size();
    try {
      toDestination(() -> destination.commit(sizeBytes));
    } catch (TransferException e) {
      LOG.debug("the target could not be completed", e);
      return;
    }
    ended = true;
    tell(() -> listener.ended(null));
    download.succeed(
        new DownloadResult(source.size(), verifiedBytes, source.modified(), source.tag()));
  }

  /** It will not succeed: nothing is left behind. */
  void fail(TransferException cause) {
    if (!ended) {
      failed(cause);
    }
  }

  /** Whatever a destination throws, a stream of the caller's included, ends the download. */
  private void toDestination(DestinationStep step) throws TransferException {
    try {
      step.run();
    } catch (IOException e) {
      throw failed(TransferFailures.ofTarget(e));
    } catch (RuntimeException e) {
      throw failed(new TransferException(TransferError.CANNOT_WRITE, "cannot write: " + e, e));
    }
  }

  private interface DestinationStep {
    void run() throws IOException;
  }

  private TransferException failed(TransferException cause) {
    ended = true;
    destination.abort();
    TransferException failure = cause.after(receivedBytes, verifiedBytes);
    tell(() -> listener.ended(failure));
    download.fail(failure);
    return failure;
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("a transfer listener failed", e);
    }
  }

  /** A step that ends the receiver when it throws. */
  interface Step {
    void run() throws TransferException;
  }
}
