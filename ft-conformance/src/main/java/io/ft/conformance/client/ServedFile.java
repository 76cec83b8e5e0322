package io.ft.conformance.client;

import io.ft.conformance.wire.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Random;

/**
 * A file as the kit's server has it.
 *
 * @param content all of it
 * @param blockSize in bytes
 * @param tag its version
 */
record ServedFile(byte[] content, int blockSize, byte[] tag) {

  static final Instant MODIFIED = Instant.ofEpochSecond(1_767_323_045, 6_000_000);

  /** The smallest block size that there is. */
  static final int BLOCK_BYTES = 4_096;

  /** A file of so many bytes, made of its size. */
  static ServedFile ofSize(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return new ServedFile(content, BLOCK_BYTES, new byte[] {1, 2, 3, (byte) (bytes % 100)});
  }

  /** Three blocks and a bit. */
  static ServedFile ofFourBlocks() {
    return ofSize(3 * BLOCK_BYTES + 100);
  }

  ServedFile withBlockSize(int bytes) {
    return new ServedFile(content, bytes, tag);
  }

  ServedFile withTag(int... bytes) {
    byte[] other = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      other[i] = (byte) bytes[i];
    }
    return new ServedFile(content, blockSize, other);
  }

  /** Another version of it: every byte differs. */
  ServedFile changed() {
    byte[] other = content.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] ^= 0x55;
    }
    return new ServedFile(other, blockSize, new byte[] {9, 9, 9, 9});
  }

  int size() {
    return content.length;
  }

  /** The answer to {@code request}. */
  Message.Exists exists(Message.Request request) {
    byte[] sha256 = request.wantsSha256() ? digest() : new byte[0];
    return new Message.Exists(request.id(), size(), MODIFIED, blockSize, tag, sha256);
  }

  private byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
