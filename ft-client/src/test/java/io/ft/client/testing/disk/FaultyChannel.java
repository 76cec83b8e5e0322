package io.ft.client.testing.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link FaultyFileSystem}. */
final class FaultyChannel extends FileChannel {

  private final FaultyFileSystem fileSystem;
  private final String file;
  private final FileChannel real;

  FaultyChannel(FaultyFileSystem fileSystem, String file, FileChannel real) {
    this.fileSystem = fileSystem;
    this.file = file;
    this.real = real;
  }

  private void meet(Call call) throws IOException {
    fileSystem.plan().meet(call, file);
  }

  private interface Write {
    int to(ByteBuffer bytes) throws IOException;
  }

  private int write(ByteBuffer bytes, Write write) throws IOException {
    Fault fault = fileSystem.plan().meetWrite(file);
    if (fault == null) {
      return write.to(bytes);
    }
    int written = write.to(fault.passed(bytes));
    bytes.position(bytes.position() + written);
    return written;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    meet(Call.READ);
    return real.read(target);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    meet(Call.READ);
    return real.read(target, position);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    meet(Call.READ);
    return real.read(targets, offset, length);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return write(source, real::write);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return write(source, bytes -> real.write(bytes, position));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    real.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    meet(Call.LOOK);
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    meet(Call.TRUNCATE);
    real.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    meet(Call.FORCE);
    real.force(metaData);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    meet(Call.LOOK);
    return real.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    meet(Call.LOOK);
    return real.tryLock(position, size, shared);
  }

  /** As in Linux, it is closed even when closing it fails. */
  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
    meet(Call.CLOSE);
  }
}
