package io.ft.server.store;

import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that is held open for reading, in the version that it had when it was opened.
 *
 * <p>Reference-counted: the handle is closed when its opener and every region made of it have
 * released it. Thread-safe.
 */
public final class OpenFile extends AbstractReferenceCounted {

  private static final int READ_BYTES = 256 * 1024;
  private static final ThreadLocal<ByteBuffer> READ_BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));

  private final FileChannel channel;
  private final Path path;
  private final FileVersion version;
  private final TagKind tags;
  private final DigestCache digests;

  OpenFile(FileChannel channel, Path path, FileVersion version, TagKind tags, DigestCache digests) {
    this.channel = channel;
    this.path = path;
    this.version = version;
    this.tags = tags;
    this.digests = digests;
  }

  FileVersion version() {
    return version;
  }

  /** The length in bytes. */
  public long size() {
    return version.size();
  }

  /** When the content was last changed. */
  public Instant modified() {
    return version.modified();
  }

  /** The identity of this version. */
  public Tag tag() {
    return version.tag(tags);
  }

  /**
   * The CRC32C of a block of this version of the file. A block that is not known yet is read, so it
   * is in the page cache when a region of it is sent. May wait for the disk.
   *
   * @param blockSizeBytes where blocks end, counted from the start of the file; what is cut off by
   *     the range that a client asked for is no whole block, and not remembered
   * @return 0 to 2^32-1
   * @throws ChangedException if the file is no longer the version that was opened
   * @throws IOException if it cannot be read
   */
  public long checksum(long offset, int length, int blockSizeBytes) throws IOException {
    long block = offset / blockSizeBytes;
    boolean whole =
        length > 0
            && offset % blockSizeBytes == 0
            && length == Math.min(blockSizeBytes, version.size() - offset);
    OptionalLong known = whole ? digests.get(version, blockSizeBytes, block) : OptionalLong.empty();
    if (known.isPresent()) {
      checkUnchanged();
      return known.getAsLong();
    }
    CRC32C sum = new CRC32C();
    read(offset, length, sum::update);
    checkUnchanged();
    if (whole) {
      digests.put(version, blockSizeBytes, block, sum.getValue());
    }
    return sum.getValue();
  }

  /**
   * All bytes of this version of the file, which must be few. May wait for the disk.
   *
   * @return the caller releases its bytes
   * @throws ChangedException if the file is no longer the version that was opened
   * @throws IOException if it cannot be read
   */
  public FileContent content(ByteBufAllocator allocator) throws IOException {
    int length = Math.toIntExact(version.size());
    ByteBuf bytes = allocator.directBuffer(length, length);
    try {
      while (bytes.isWritable()) {
        if (bytes.writeBytes(channel, bytes.writerIndex(), bytes.writableBytes()) < 0) {
          throw new ChangedException("shorter than it was");
        }
      }
      CRC32C sum = new CRC32C();
      sum.update(bytes.nioBuffer());
      checkUnchanged();
      return new FileContent(bytes, sum.getValue());
    } catch (IOException | RuntimeException e) {
      bytes.release();
      throw e;
    }
  }

  /** The SHA-256 of the whole file, to be computed. */
  public FileSha256 sha256() {
    return new FileSha256(this);
  }

  /**
   * The SHA-256 of the whole file in hexadecimal if it was computed before, null if not. Does not
   * wait for the disk.
   */
  public @Nullable String knownSha256() {
    return digests.sha256(version);
  }

  void rememberSha256(byte[] sha256) {
    digests.putSha256(version, sha256);
  }

  /** Gives {@code sink} the bytes from {@code offset} on, piece by piece. */
  void read(long offset, int length, Consumer<ByteBuffer> sink) throws IOException {
    ByteBuffer buffer = READ_BUFFER.get();
    int done = 0;
    while (done < length) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - done));
      int read = channel.read(buffer, offset + done);
      if (read < 0) {
        throw new ChangedException("shorter than it was");
      }
      sink.accept(buffer.flip());
      done += read;
    }
  }

  /** Throws if the file is no longer the version that was opened. */
  void checkUnchanged() throws IOException {
    try {
      if (!FileVersion.of(path).equals(version)) {
        throw new ChangedException("changed since it was opened");
      }
    } catch (FileSystemException e) {
      throw new ChangedException("out of reach since it was opened");
    }
  }

  /** A part of the file to be written to a channel, which releases it. Copies nothing. */
  public Region region(long offset, long length) {
    retain();
    return new Region(offset, length);
  }

  @Override
  public OpenFile touch(Object hint) {
    return this;
  }

  @Override
  public OpenFile retain() {
    super.retain();
    return this;
  }

  @Override
  protected void deallocate() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A {@link DefaultFileRegion}, because the native transports pass only that to sendfile, which
   * gives back its share of the file at the end instead of closing it.
   */
  public final class Region extends DefaultFileRegion {

    private Region(long offset, long length) {
      super(channel, offset, length);
    }

    /** A part of this region, which its taker releases; this one stays as it is. */
    public Region part(long done, long length) {
      return region(position() + done, length);
    }

    /**
     * Appends bytes to {@code target}, for who cannot pass the file itself on. Reads from the page
     * cache, where {@link OpenFile#checksum} has left them, or else waits for the disk.
     *
     * @param done how many bytes of the region have been read before
     * @param length how many to read
     * @throws ChangedException if the file has become shorter
     */
    public void read(ByteBuf target, long done, int length) throws IOException {
      for (int read = 0; read < length; ) {
        int more = target.writeBytes(channel, position() + done + read, length - read);
        if (more < 0) {
          throw new ChangedException("shorter than it was");
        }
        read += more;
      }
    }

    @Override
    protected void deallocate() {
      ReferenceCounted file = OpenFile.this;
      file.release();
    }
  }
}
