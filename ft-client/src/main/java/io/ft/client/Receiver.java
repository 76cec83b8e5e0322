package io.ft.client;

import io.ft.client.store.Destination;
import io.ft.client.store.Range;
import io.ft.client.store.Source;
import io.ft.codec.BlockEnd;
import io.ft.codec.Exists;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What becomes of the bytes of one exchange: they are summed, compared, written and counted. The
 * first failure ends it; what comes later is thrown away.
 *
 * <p>Used on one writer thread alone.
 */
final class Receiver {

  private final String url;
  private final Destination destination;
  private final Transfer transfer;
  private final CRC32C blockSum = new CRC32C();

  private long blockOffset;
  private int blockBytes;
  private boolean failed;

  Receiver(String url, Destination destination, Transfer transfer) {
    this.url = url;
    this.destination = destination;
    this.transfer = transfer;
  }

  /** Measures the download that this is a part of. */
  TransferClock clock() {
    return transfer.clock();
  }

  /**
   * The version to ask for, {@link Tag#NONE} for any.
   *
   * @throws TransferException if what is there cannot be looked at
   */
  Tag expectedTag() throws TransferException {
    return toDestination(() -> destination.expectedTag());
  }

  /**
   * Makes ready for the bytes of {@code exists}.
   *
   * @return those to ask for, none if all are here
   * @throws TransferException if the target cannot be written
   */
  Range open(Exists exists) throws TransferException {
    Source source = Source.of(url, exists);
    Destination.Opening opening = toDestination(() -> destination.open(source));
    transfer.opened(exists, opening);
    Range missing = destination.missing();
    return missing == null ? new Range(0, 0) : missing;
  }

  /**
   * Takes some bytes of a block, and releases {@code content}.
   *
   * @param offset where they stand, in bytes from the start of the file
   * @throws TransferException if the target cannot be written
   */
  void content(long offset, ByteBuf content) throws TransferException {
    if (failed) {
      content.release();
      return;
    }
    if (blockBytes == 0) {
      blockOffset = offset;
    }
    int length = content.readableBytes();
    for (ByteBuffer bytes : content.nioBuffers()) {
      blockSum.update(bytes);
    }
    toDestination(
        () -> {
          destination.write(offset, content);
          return length;
        });
    blockBytes += length;
    transfer.received(length);
  }

  /**
   * Compares the current block with its checksum.
   *
   * @throws TransferException if it does not match and what follows is of no use, or it does not
   *     match for the second time, or it cannot be handed on
   */
  void blockEnds(long checksum) throws TransferException {
    if (failed) {
      return;
    }
    int length = blockBytes;
    long computed = blockSum.getValue();
    blockBytes = 0;
    blockSum.reset();
    if (checksum == BlockEnd.UNCHECKED) {
      handOn(length, 0);
    } else if (checksum == computed) {
      handOn(length, (int) checksum);
      transfer.verified(length);
    } else {
      damaged(length, checksum, computed);
    }
  }

  private void handOn(int length, int checksum) throws TransferException {
    toDestination(
        () -> {
          destination.blockVerified(blockOffset, length, checksum);
          return length;
        });
  }

  private void damaged(int length, long announced, long computed) throws TransferException {
    boolean orderMatters = !destination.blockDamaged(blockOffset, length);
    failed = transfer.damaged(blockOffset, length, announced, computed) || orderMatters;
    if (failed) {
      throw new TransferException(
          TransferError.CHECKSUM_MISMATCH,
          "the block at byte " + blockOffset + " does not match its checksum");
    }
  }

  /** Whatever a destination throws, a stream of the caller's included, ends the exchange. */
  private <T> T toDestination(DestinationStep<T> step) throws TransferException {
    try {
      return step.run();
    } catch (IOException e) {
      failed = true;
      throw TransferFailures.ofTarget(e);
    } catch (RuntimeException e) {
      failed = true;
      throw new TransferException(TransferError.CANNOT_WRITE, "cannot write: " + e, e);
    }
  }

  private interface DestinationStep<T> {
    T run() throws IOException;
  }
}
