package io.ft.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;

/** A handle of the system: what it opens is in this folder, wherever that is moved meanwhile. */
final class HeldFolder implements FolderHandle {

  private static final int MAX_ATTEMPTS = 3;
  private static final Path ITSELF = Path.of(".");
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final SecureDirectoryStream<Path> stream;

  /** Takes over {@code stream}. */
  HeldFolder(SecureDirectoryStream<Path> stream) {
    this.stream = stream;
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    return stream
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  @Override
  public FolderHandle open(Path name) throws IOException {
    for (int attempts = 1; ; attempts++) {
      try {
        return new HeldFolder(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
      } catch (FileSystemException e) {
        if (!attributes(name).isDirectory()) {
          throw new NotServedException("a part is no folder any more");
        }
        // It may have been a link just for a moment.
        if (attempts == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public FolderHandle reopen() throws IOException {
    return open(ITSELF);
  }

  @Override
  public FileChannel openFile(Path name) throws IOException {
    return (FileChannel) stream.newByteChannel(name, READ);
  }

  @Override
  public Iterator<Path> names() {
    return stream.iterator();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
