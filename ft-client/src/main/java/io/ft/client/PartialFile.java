package io.ft.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is not there until it is complete: the bytes go to a new file beside it, which takes
 * its name at the end. The target's old content stays until then.
 *
 * <p>The name of the new file is chosen at random and created exclusively, so that two downloads to
 * one target do not meet and no symbolic link is followed. Its mode comes from the process's umask.
 */
final class PartialFile implements Destination {

  private static final Logger LOG = LoggerFactory.getLogger(PartialFile.class);

  private static final String SUFFIX = ".part";
  private static final int RANDOM_BYTES = 4;
  private static final int MAX_NAME_BYTES = 255;
  private static final int ATTEMPTS = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path target;
  private @Nullable Path part;
  private @Nullable FileChannel channel;

  PartialFile(Path target) {
    this.target = target.toAbsolutePath();
  }

  @Override
  public void open() throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a folder");
    }
    for (int attempt = 1; channel == null; attempt++) {
      Path candidate = target.resolveSibling(partName());
      try {
        channel =
            FileChannel.open(candidate, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        part = candidate;
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The target's name, shortened where it leaves no room, and what makes it another one. */
  private String partName() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    String ending = "." + HexFormat.of().formatHex(random) + SUFFIX;
    String name = String.valueOf(target.getFileName());
    while (name.getBytes(StandardCharsets.UTF_8).length + ending.length() > MAX_NAME_BYTES) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }
    return name + ending;
  }

  @Override
  public void write(ByteBuf content) throws IOException {
    Buffers.writeAndRelease(content, openChannel());
  }

  @Override
  public void blockVerified() {}

  @Override
  public void commit(long sizeBytes) throws IOException {
    FileChannel out = openChannel();
    if (out.size() != sizeBytes) {
      throw new FileSystemException(
          String.valueOf(part), null, "has " + out.size() + " bytes (expected: " + sizeBytes + ")");
    }
    out.close();
    if (part != null) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      part = null;
    }
  }

  @Override
  public void abort() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (part != null) {
        Files.deleteIfExists(part);
        part = null;
      }
    } catch (IOException e) {
      LOG.warn("cannot remove {}", part, e);
    }
  }

  private FileChannel openChannel() {
    if (channel == null) {
      throw new IllegalStateException("not open");
    }
    return channel;
  }
}
