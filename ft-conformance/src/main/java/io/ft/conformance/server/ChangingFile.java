package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file of zeros in the tree that is there for one case, and changes in it. */
final class ChangingFile implements AutoCloseable {

  private static final String NAME = "changing";
  private static final int SMALL_BYTES = 1_000;

  private final Path path;

  private ChangingFile(ServerUnderTest server, long size) throws IOException, NotApplicable {
    this.path = server.changeableFolder().resolve(NAME);
    Files.deleteIfExists(path);
    Tree.createZeros(path, size);
  }

  static ChangingFile small(ServerUnderTest server) throws IOException, NotApplicable {
    return new ChangingFile(server, SMALL_BYTES);
  }

  /** As long as {@link Tree#HUGE}. */
  static ChangingFile huge(ServerUnderTest server) throws IOException, NotApplicable {
    return new ChangingFile(server, Tree.HUGE_BYTES);
  }

  String name() {
    return NAME;
  }

  /** Another size is another version, however seldom the file system's clock ticks. */
  void append() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}));
    }
  }

  void shrink() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(1);
    }
  }

  /** Another file of the same size takes its name. */
  void replace() throws IOException {
    byte[] ones = new byte[SMALL_BYTES];
    Arrays.fill(ones, (byte) 1);
    Path other = Files.write(path.resolveSibling(NAME + ".new"), ones);
    Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
