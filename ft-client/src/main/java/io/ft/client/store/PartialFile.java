package io.ft.client.store;

import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is not there until it is complete. Its bytes go to a {@link PartFile} beside it,
 * which takes its name at the end; the old content stays until then. What was verified is recorded
 * in a {@link StateFile}, so that a later download of the same source goes on from there, whatever
 * ended this one.
 *
 * <p>What is recorded is believed only as long as nothing can have happened to the part file since;
 * otherwise each block is read and compared first.
 */
public final class PartialFile implements Destination {

  private static final Logger LOG = LoggerFactory.getLogger(PartialFile.class);

  /** How much may be verified and not recorded: what the end of the process costs at the most. */
  private static final long WINDOW_BYTES = 16L * 1024 * 1024;

  /** A record may cost this part of what it is about. */
  private static final int MAX_RECORD_SHARE = 16;

  /** Where less is free there is no room for a record. */
  private static final int MIN_RECORD_BYTES = 4096;

  private final PartNames names;
  private final StateFile stateFile;
  private final String url;
  private final boolean resume;
  private final boolean forceContent;
  private final boolean forceName;

  /** Blocks that were read back wrong: they are read back once more at the end. */
  private final BitSet suspects = new BitSet();

  private boolean forgotten;
  private boolean partKnown;
  private @Nullable String startedAnew;
  private @Nullable TargetMark mark;
  private @Nullable Blocks blocks;
  private @Nullable PartFile part;
  private boolean complete;
  private boolean stateWritten;
  private long unrecordedBytes;
  private long durableBytes;

  /**
   * A file that nothing has been done for yet.
   *
   * @param target its name
   * @param url the server and the path of the source
   * @param resume whether to go on with what is there from an earlier time
   * @param forceContent whether the content has to be on the disk before the target appears
   * @param forceName whether the target's name has to be on the disk at the end
   */
  public PartialFile(
      Path target, String url, boolean resume, boolean forceContent, boolean forceName) {
    this.names = PartNames.of(target.toAbsolutePath());
    this.stateFile = new StateFile(names.state(), names.nextState());
    this.url = url;
    this.resume = resume;
    this.forceContent = forceContent;
    this.forceName = forceName;
  }

  @Override
  public Tag expectedTag() throws IOException {
    if (blocks != null) {
      return complete || blocks.count() > 0 ? blocks.source().tag() : Tag.NONE;
    }
    if (!resume || forgotten) {
      return Tag.NONE;
    }
    mark = TargetMark.of(names.target(), url);
    try {
      Source source = stateFile.read().source();
      if (source.url().equals(url)) {
        partKnown = true;
        return source.tag();
      }
      startedAnew = "what is there is of another source";
    } catch (NoSuchFileException e) {
      LOG.debug("nothing to go on with: {}", names.state());
    } catch (InvalidStateException e) {
      startedAnew = names.state() + " is not to be trusted: " + e.getMessage();
    }
    return mark == null ? Tag.NONE : mark.tag();
  }

  @Override
  public void forget(String reason) {
    forgotten = true;
    // A complete target that is out of date is replaced as any other is: nothing is lost.
    if (partKnown) {
      startedAnew = reason;
    }
    mark = null;
  }

  @Override
  public Opening open(Source source) throws IOException {
    if (blocks != null) {
      return openAgain(source, blocks);
    }
    checkTarget();
    if (source.blocks() > Blocks.MAX_BLOCKS) {
      throw new FileSystemException(
          names.target().toString(), null, "too many blocks: " + source.blocks());
    }
    // Looked at again: the target may have been touched since the source was asked for.
    mark = mark == null ? null : TargetMark.of(names.target(), url);
    if (mark != null && mark.holdsFor(source, names.target())) {
      complete = true;
      blocks = new Blocks(source);
      if (partKnown && Files.notExists(names.part(), LinkOption.NOFOLLOW_LINKS)) {
        // Left by a process that was killed right behind the rename.
        removeState();
      }
      return new Opening(source.sizeBytes(), null);
    }
    if (TargetMark.isOfTarget(names.part())) {
      throw new FileSystemException(
          names.part().toString(),
          null,
          "is in the way: a download that was finished under this name");
    }
    Blocks found = resume && !forgotten ? goOn(source) : null;
    if (found == null) {
      close();
      part = PartFile.create(names.part());
      stateFile.delete();
      found = new Blocks(source);
    }
    blocks = found;
    checkSpace(source);
    return new Opening(found.bytes(), startedAnew);
  }

  /** What cannot work at the end is found out before the first byte. */
  private void checkTarget() throws IOException {
    try {
      Files.readAttributes(names.target(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      LOG.debug("new: {}", names.target());
    }
    if (Files.isDirectory(names.target())) {
      throw new FileSystemException(names.target().toString(), null, "is a folder");
    }
  }

  /** The next attempt: what has come is kept if it is of the same version. */
  private Opening openAgain(Source source, Blocks had) throws IOException {
    if (complete || (source.equals(had.source()) && !source.tag().isNone())) {
      return new Opening(had.bytes(), null);
    }
    boolean loses = had.count() > 0;
    stateFile.delete();
    partFile().cutTo(0);
    blocks = new Blocks(source);
    suspects.clear();
    unrecordedBytes = 0;
    return new Opening(0, loses ? reasonToLose(source) : null);
  }

  private static String reasonToLose(Source source) {
    return source.tag().isNone()
        ? "the server does not tell versions apart"
        : "the server announces the file in another way now";
  }

  /**
   * The blocks of {@code source} that are there and right. The lock is held before the state is
   * read, and kept.
   *
   * @return null if there is nothing to go on with
   */
  private @Nullable Blocks goOn(Source source) throws IOException {
    part = PartFile.existing(names.part());
    if (part == null) {
      return null;
    }
    try {
      PartState state = stateFile.read();
      stateWritten = true;
      if (!state.source().equals(source)) {
        startedAnew = difference(state.source(), source);
        return null;
      }
      if (!state.stillHolds(part.stamp())) {
        dropWhatIsWrong(state.blocks(), part);
      }
      part.cutTo(Math.min(part.size(), source.sizeBytes()));
      return state.blocks();
    } catch (NoSuchFileException e) {
      startedAnew = "nothing is known of " + names.part();
    } catch (InvalidStateException e) {
      startedAnew = names.state() + " is not to be trusted: " + e.getMessage();
    }
    return null;
  }

  private static String difference(Source was, Source is) {
    if (!was.url().equals(is.url())) {
      return "what is there is of another source";
    }
    return was.tag().equals(is.tag())
        ? "the server sends blocks of another size now"
        : "the source has changed since";
  }

  private void dropWhatIsWrong(Blocks claimed, PartFile part) throws IOException {
    Source source = claimed.source();
    for (int block = claimed.next(0); block >= 0; block = claimed.next(block + 1)) {
      if (part.checksum(source.offset(block), source.length(block)) != claimed.sum(block)) {
        claimed.remove(block);
        suspects.set(block);
      }
    }
    if (!suspects.isEmpty()) {
      LOG.warn("{}: {} blocks were not as they were written", names.part(), suspects.cardinality());
    }
  }

  private void checkSpace(Source source) throws IOException {
    if (source.blocks() <= 1) {
      // The first write says the same, and to look costs more than to write so little.
      return;
    }
    FileStore store = Files.getFileStore(names.part());
    long neededBytes = source.sizeBytes() - partFile().size();
    // A file system that does not count says 0 for everything.
    if (neededBytes > store.getUsableSpace() && store.getTotalSpace() > 0) {
      throw new InsufficientSpaceException(names.target(), neededBytes, store.getUsableSpace());
    }
  }

  @Override
  public @Nullable Range missing() {
    return complete ? null : openBlocks().missing();
  }

  @Override
  public void write(long offset, ByteBuf content) throws IOException {
    int length = content.readableBytes();
    try {
      partFile().write(offset, content);
    } catch (IOException e) {
      throw spaceOr(e, length);
    }
  }

  /** The system says "no space" in the language of its user, so the room is looked at as well. */
  private IOException spaceOr(IOException cause, int neededBytes) {
    try {
      long usableBytes = Files.getFileStore(names.part()).getUsableSpace();
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (usableBytes < neededBytes
          || message.contains("no space left")
          || message.contains("quota exceeded")) {
        IOException full = new InsufficientSpaceException(names.target(), neededBytes, usableBytes);
        full.initCause(cause);
        return full;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  @Override
  public void blockVerified(long offset, int length, int checksum) throws IOException {
    Blocks blocks = openBlocks();
    blocks.add((int) (offset / blocks.source().blockSizeBytes()), checksum);
    unrecordedBytes += length;
    long window = Math.max(WINDOW_BYTES, (long) blocks.count() * Integer.BYTES * MAX_RECORD_SHARE);
    if (unrecordedBytes >= window && blocks.missing() != null) {
      try {
        record();
      } catch (IOException e) {
        throw spaceOr(e, MIN_RECORD_BYTES);
      }
    }
  }

  @Override
  public boolean blockDamaged(long offset, int length) {
    return true;
  }

  @Override
  public boolean canGoOn() {
    return true;
  }

  /** Records what is here. Of a source that cannot be recognised later there is nothing to say. */
  private void record() throws IOException {
    Blocks blocks = openBlocks();
    if (blocks.source().tag().isNone()) {
      return;
    }
    PartFile part = partFile();
    if (forceContent) {
      part.force();
    }
    stateFile.write(new PartState(BootId.current(), part.stamp(), blocks), forceContent);
    stateWritten = true;
    unrecordedBytes = 0;
    if (forceContent) {
      durableBytes = blocks.bytes();
    }
  }

  @Override
  public void commit() throws IOException {
    Blocks blocks = openBlocks();
    if (!complete) {
      finish(blocks, partFile());
    } else if (forceContent) {
      // It may have been fetched by somebody who did not ask for that.
      force(names.target());
      durableBytes = blocks.source().sizeBytes();
    }
    if (forceName) {
      force(Objects.requireNonNull(names.target().getParent(), "a file has a folder"));
    }
  }

  private void finish(Blocks blocks, PartFile part) throws IOException {
    Source source = blocks.source();
    if (part.size() != source.sizeBytes()) {
      throw new FileSystemException(
          names.part().toString(),
          null,
          "has " + part.size() + " bytes (expected: " + source.sizeBytes() + ")");
    }
    readBack(blocks, part);
    if (forceContent) {
      part.force();
      durableBytes = source.sizeBytes();
    }
    if (!source.tag().isNone()) {
      TargetMark.put(names.part(), names.target(), blocks, forceContent);
    }
    part.becomes(names.target());
    this.part = null;
    part.close();
    if (stateWritten) {
      removeState();
    }
  }

  /** Blocks that this disk has damaged once may be damaged again. */
  private void readBack(Blocks blocks, PartFile part) throws IOException {
    for (int block = suspects.nextSetBit(0); block >= 0; block = suspects.nextSetBit(block + 1)) {
      long offset = blocks.source().offset(block);
      if (part.checksum(offset, blocks.source().length(block)) != blocks.sum(block)) {
        blocks.remove(block);
        throw new DiskDamageException(names.part(), offset);
      }
    }
  }

  private void removeState() {
    try {
      stateFile.delete();
    } catch (IOException e) {
      // The target is complete, and a state without its part file is never believed.
      LOG.warn("cannot remove {}: {}", names.state(), e.toString());
    }
  }

  /** Waits until a file, or the names in a folder, would survive a power failure. */
  private static void force(Path path) throws IOException {
    try (FileChannel handle = FileChannel.open(path, StandardOpenOption.READ)) {
      handle.force(true);
    }
  }

  @Override
  public void close(boolean keep) {
    if (part == null || blocks == null) {
      close();
      return;
    }
    try {
      if (keep && blocks.count() > 0 && !blocks.source().tag().isNone()) {
        leave(blocks, part);
      } else {
        part.delete();
        stateFile.delete();
      }
    } catch (IOException e) {
      // An older state, if there is one, still holds: what it claims is compared before it is used.
      LOG.warn("cannot record what is in {}: {}", names.part(), e.toString());
    } finally {
      close();
    }
  }

  /**
   * On a full disk the record needs the room of what is not recorded: of the block that was not
   * finished, and if that is not enough, of the last ones that were.
   */
  private void leave(Blocks blocks, PartFile part) throws IOException {
    for (int dropped = 1; ; dropped *= 2) {
      part.cutTo(Math.min(part.size(), blocks.end()));
      try {
        record();
        return;
      } catch (IOException e) {
        boolean full = spaceOr(e, MIN_RECORD_BYTES) instanceof InsufficientSpaceException;
        if (!full || blocks.count() <= dropped) {
          throw e;
        }
      }
      blocks.removeLast(dropped);
    }
  }

  private void close() {
    try {
      if (part != null) {
        part.close();
      }
    } catch (IOException e) {
      LOG.warn("cannot close {}: {}", names.part(), e.toString());
    } finally {
      part = null;
    }
  }

  @Override
  public long durableBytes() {
    return durableBytes;
  }

  private Blocks openBlocks() {
    if (blocks == null) {
      throw new IllegalStateException("not open");
    }
    return blocks;
  }

  private PartFile partFile() {
    if (part == null) {
      throw new IllegalStateException("not open");
    }
    return part;
  }
}
