package io.ft.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ft.codec.Limits;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a finished target is a copy of, kept in its extended attribute {@code user.ft.source}: so a
 * target that is complete and unchanged is known as such. It goes with the file when that is
 * renamed. Where the file system has no such attributes there is no mark.
 *
 * @param nameSum a number for the name of the target; a part file that is about to get that name
 *     carries the mark already
 * @param urlSum a number for the URL of the source
 * @param tag the version of the source
 * @param sizeBytes the length of the source, and of the target
 * @param blockSizeBytes the blocks of which {@code digest} is made
 * @param modified when the target was last modified; it has been touched since if that differs
 * @param digest {@link Blocks#digest} of the content
 * @param bootId the run of the machine in which the target was written; empty if that does not
 *     matter, because the content was forced to the disk
 */
record TargetMark(
    long nameSum,
    long urlSum,
    Tag tag,
    long sizeBytes,
    int blockSizeBytes,
    Instant modified,
    int digest,
    String bootId) {

  private static final Logger LOG = LoggerFactory.getLogger(TargetMark.class);

  private static final String ATTRIBUTE = "ft.source";
  private static final String VERSION = "2";
  private static final int FIELDS = 10;
  private static final int MAX_BYTES = 512;

  /**
   * Marks {@code file}, which is written and will not be again.
   *
   * @param target whose name it is going to have
   * @param modified when it was last modified, as the file system keeps it
   * @param forced whether its content would survive a power failure
   */
  static void put(Path file, Path target, Blocks blocks, Instant modified, boolean forced) {
    try {
      Source source = blocks.source();
      TargetMark mark =
          new TargetMark(
              nameSum(target),
              sum(source.url()),
              source.tag(),
              source.sizeBytes(),
              source.blockSizeBytes(),
              modified,
              blocks.digest(),
              forced ? "" : BootId.current());
      if (forced || !mark.bootId.equals(BootId.UNKNOWN)) {
        mark.write(file);
      }
    } catch (IOException e) {
      // It only saves a later download.
      LOG.debug("no mark for {}", file, e);
    }
  }

  /**
   * The mark of {@code target}, if nobody has written to it since it was marked.
   *
   * @return null if there is none that holds
   */
  static @Nullable TargetMark of(Path target, String url) {
    try {
      BasicFileAttributes attributes = attributes(target);
      TargetMark mark = attributes.isRegularFile() ? read(target) : null;
      boolean holds =
          mark != null
              && mark.urlSum == sum(url)
              && mark.sizeBytes == attributes.size()
              && mark.modified.equals(attributes.lastModifiedTime().toInstant());
      return holds ? mark : null;
    } catch (IOException | RuntimeException e) {
      LOG.debug("no mark to go by: {}", target, e);
      return null;
    }
  }

  /** Sets when a marked {@code target} was modified last; the mark goes on holding. */
  static void setModified(Path target, Instant modified) throws IOException {
    BasicFileAttributes attributes = attributes(target);
    TargetMark mark = read(target);
    if (mark == null || attributes.lastModifiedTime().toInstant().equals(modified)) {
      return;
    }
    Attributes.setModified(target, modified);
    mark.at(attributes(target).lastModifiedTime().toInstant()).write(target);
  }

  private TargetMark at(Instant modified) {
    return new TargetMark(
        nameSum, urlSum, tag, sizeBytes, blockSizeBytes, modified, digest, bootId);
  }

  private void write(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (view != null) {
      view.write(ATTRIBUTE, US_ASCII.encode(text()));
    }
  }

  /**
   * Whether {@code file} is a target that was finished under this name. A name may look like that
   * of a part file and be none.
   */
  static boolean isOfTarget(Path file) {
    try {
      // To read the mark of a pipe would be to wait for who writes to it.
      TargetMark mark = attributes(file).isRegularFile() ? read(file) : null;
      return mark != null && mark.nameSum == nameSum(file);
    } catch (IOException | RuntimeException e) {
      LOG.debug("no mark to go by: {}", file, e);
      return false;
    }
  }

  private static @Nullable TargetMark read(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (view == null || !view.list().contains(ATTRIBUTE)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    view.read(ATTRIBUTE, bytes);
    return parse(US_ASCII.decode(bytes.flip()).toString());
  }

  /**
   * Whether {@code target} is all of {@code source}. Reads it if the machine may have lost some of
   * it since it was written.
   */
  boolean holdsFor(Source source, Path target) throws IOException {
    return tag.equals(source.tag())
        && sizeBytes == source.sizeBytes()
        && (bootId.isEmpty() || BootId.isCurrent(bootId) || digest == digestOf(target));
  }

  private int digestOf(Path target) throws IOException {
    Blocks blocks = new Blocks(new Source("", tag, sizeBytes, blockSizeBytes));
    try (FileChannel in =
        FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      for (int block = 0; block < blocks.source().blocks(); block++) {
        blocks.add(
            block,
            PartFile.checksum(in, blocks.source().offset(block), blocks.source().length(block)));
      }
    }
    return blocks.digest();
  }

  private String text() {
    return String.join(
        " ",
        VERSION,
        Long.toHexString(nameSum),
        Long.toHexString(urlSum),
        tag.hex(),
        Long.toString(sizeBytes),
        Integer.toString(blockSizeBytes),
        Long.toString(modified.getEpochSecond()),
        Integer.toString(modified.getNano()),
        Integer.toHexString(digest),
        bootId);
  }

  private static TargetMark parse(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
      throw new IllegalArgumentException("no mark of this version");
    }
    int blockSizeBytes = Integer.parseInt(fields[5]);
    if (blockSizeBytes < Limits.MIN_BLOCK_BYTES || blockSizeBytes > Limits.MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException("block size: " + blockSizeBytes);
    }
    return new TargetMark(
        Long.parseUnsignedLong(fields[1], 16),
        Long.parseUnsignedLong(fields[2], 16),
        new Tag(fields[3]),
        Long.parseLong(fields[4]),
        blockSizeBytes,
        Instant.ofEpochSecond(Long.parseLong(fields[6]), Integer.parseInt(fields[7])),
        Integer.parseUnsignedInt(fields[8], 16),
        fields[9]);
  }

  private static long nameSum(Path file) {
    return sum(String.valueOf(file.getFileName()));
  }

  private static long sum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(WireText.encode(text));
    return sum.getValue();
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
