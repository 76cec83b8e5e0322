package io.ft.client.store;

import io.ft.codec.Limits;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is not there until it is complete. Its bytes go to a {@link PartFile} beside it,
 * which takes its name at the end; the old content stays until then. What was verified is recorded
 * in a {@link StateFile}, so that a later download of the same source goes on from there, whatever
 * ended this one.
 */
public final class PartialFile implements Destination {

  private static final Logger LOG = LoggerFactory.getLogger(PartialFile.class);

  /** How much may be verified and not recorded: what the end of the process costs at the most. */
  static final long WINDOW_BYTES = 16L * 1024 * 1024;

  /** A record may cost this part of what it is about. */
  private static final int MAX_RECORD_SHARE = 16;

  /** Where less is free there is no room for a record. */
  private static final int MIN_RECORD_BYTES = 4096;

  private final PartNames names;
  private final StateFile stateFile;
  private final TargetPolicy policy;
  private final Leftovers leftovers;

  /** Blocks that were read back wrong: they are read back once more at the end. */
  private BitSet suspects = new BitSet();

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
   * @param isNew whether nothing of it can be there, so that it is not looked for
   */
  public PartialFile(Path target, String url, TargetPolicy policy, boolean isNew) {
    this.names = PartNames.of(target.toAbsolutePath());
    this.stateFile = new StateFile(names.state(), names.nextState());
    this.policy = policy;
    this.leftovers = new Leftovers(names, stateFile, url, policy.resume(), isNew);
  }

  /**
   * Whether {@code target} is a finished copy of this version of a source.
   *
   * @param modified the time to give it then; null for none
   */
  public static boolean isCopy(
      Path target, String url, Tag tag, long sizeBytes, @Nullable Instant modified)
      throws IOException {
    TargetMark mark = tag.isNone() ? null : TargetMark.of(target, url);
    // Blocks of any length will do: what counts is which file it is.
    Source source = new Source(url, tag, sizeBytes, Limits.MIN_BLOCK_BYTES);
    boolean isCopy = mark != null && mark.holdsFor(source, target);
    if (isCopy && modified != null) {
      TargetMark.setModified(target, modified);
    }
    return isCopy;
  }

  @Override
  public Tag expectedTag() throws IOException {
    if (blocks != null) {
      return complete || blocks.count() > 0 ? blocks.source().tag() : Tag.NONE;
    }
    return leftovers.look();
  }

  @Override
  public void forget(String reason) {
    leftovers.forget(reason);
  }

  @Override
  public Opening open(Source source) throws IOException {
    if (blocks != null) {
      return openAgain(source, blocks);
    }
    if (source.blocks() > Blocks.MAX_BLOCKS) {
      throw new FileSystemException(
          names.target().toString(), null, "too many blocks: " + source.blocks());
    }
    if (leftovers.isComplete(source)) {
      complete = true;
      blocks = new Blocks(source);
      if (Attributes.of(names.part()) == null) {
        // Left by a process that was killed right behind the rename.
        removeState();
      }
      return new Opening(source.sizeBytes(), null);
    }
    leftovers.checkNames(policy.replace());
    blocks = goOnOrStart(source);
    checkSpace(source);
    return new Opening(blocks.bytes(), leftovers.startedAnew());
  }

  private Blocks goOnOrStart(Source source) throws IOException {
    Leftovers.Found found = leftovers.goOn(source);
    if (found == null) {
      part = PartFile.create(names.part());
      // Of a small file nothing is ever recorded, so mostly nothing is there: to look costs time.
      if (source.blocks() > 1 || leftovers.areThere()) {
        stateFile.delete();
      }
      return new Blocks(source);
    }
    part = found.part();
    suspects = found.suspects();
    stateWritten = true;
    return found.blocks();
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

  private void checkSpace(Source source) throws IOException {
    // The first write says the same, and to look costs more than to write so little.
    if (source.blocks() > 1) {
      DiskSpace.check(names, source.sizeBytes() - partFile().size());
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
      throw DiskSpace.orOther(names, length, e);
    }
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
        throw DiskSpace.orOther(names, MIN_RECORD_BYTES, e);
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
    if (policy.forceContent()) {
      part.force();
    }
    stateFile.write(new PartState(BootId.current(), part.stamp(), blocks), policy.forceContent());
    stateWritten = true;
    unrecordedBytes = 0;
    if (policy.forceContent()) {
      durableBytes = blocks.bytes();
    }
  }

  @Override
  public void commit(@Nullable Instant modified) throws IOException {
    Blocks blocks = openBlocks();
    if (!complete) {
      finish(blocks, partFile(), modified);
    } else {
      finishAgain(blocks, modified);
    }
    if (policy.forceName()) {
      force(Objects.requireNonNull(names.target().getParent(), "a file has a folder"));
    }
  }

  private void finishAgain(Blocks blocks, @Nullable Instant modified) throws IOException {
    if (modified != null) {
      TargetMark.setModified(names.target(), modified);
    }
    if (policy.forceContent()) {
      // It may have been fetched by somebody who did not ask for that.
      force(names.target());
      durableBytes = blocks.source().sizeBytes();
    }
  }

  private void finish(Blocks blocks, PartFile part, @Nullable Instant modified) throws IOException {
    Source source = blocks.source();
    readBack(blocks, part);
    if (modified != null) {
      Attributes.setModified(names.part(), modified);
    }
    if (policy.forceContent()) {
      part.force();
      durableBytes = source.sizeBytes();
    }
    Instant marked = modified == null ? part.check(source.sizeBytes()) : modified;
    mark(blocks, marked);
    Instant kept = part.check(source.sizeBytes());
    if (!kept.equals(marked)) {
      // The file system counts time in steps of its own.
      mark(blocks, kept);
    }
    part.becomes(names.target(), policy.replace());
    this.part = null;
    part.close();
    if (stateWritten) {
      removeState();
    }
  }

  private void mark(Blocks blocks, Instant modified) {
    if (!blocks.source().tag().isNone()) {
      TargetMark.put(names.part(), names.target(), blocks, modified, policy.forceContent());
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
        IOException cause = DiskSpace.orOther(names, MIN_RECORD_BYTES, e);
        boolean full = cause instanceof InsufficientSpaceException;
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
