package io.ft.client.testing.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of a {@link FaultyFileSystem}. */
final class FaultyProvider extends FileSystemProvider {

  private final FaultyFileSystem fileSystem;
  private final FileSystemProvider real;

  FaultyProvider(FaultyFileSystem fileSystem, FileSystemProvider real) {
    this.fileSystem = fileSystem;
    this.real = real;
  }

  /** The real path for a call, if that does not go wrong. */
  private Path meet(Call call, Path path) throws IOException {
    fileSystem.plan().meet(call, path.toString());
    return FaultyFileSystem.real(path);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path realPath = meet(Call.OPEN, path);
    return new FaultyChannel(
        fileSystem, path.toString(), real.newFileChannel(realPath, options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    real.createDirectory(meet(Call.OPEN, folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(meet(Call.DELETE, path));
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    return real.deleteIfExists(meet(Call.DELETE, path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("not used by the client");
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    real.move(meet(Call.RENAME, source), FaultyFileSystem.real(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(meet(Call.LOOK, path), FaultyFileSystem.real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(meet(Call.LOOK, path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(meet(Call.LOOK, path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(meet(Call.LOOK, path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(FaultyFileSystem.real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(meet(Call.LOOK, path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return real.readAttributes(meet(Call.LOOK, path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(meet(Call.LOOK, path), attribute, value, options);
  }
}
