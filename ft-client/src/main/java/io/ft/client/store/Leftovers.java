package io.ft.client.store;

import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier download has left of a target, and what of it is of use to this one.
 *
 * <p>What is recorded is believed only as long as nothing can have happened to the part file since;
 * otherwise each block is read and compared first.
 */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /**
   * A part file that is of use, and held.
   *
   * @param blocks those that are in it and right
   * @param suspects those that were read back wrong
   */
  record Found(PartFile part, Blocks blocks, BitSet suspects) {}

  private final PartNames names;
  private final StateFile stateFile;
  private final String url;
  private final boolean useful;
  private final boolean nothingThere;

  private @Nullable BasicFileAttributes target;
  private boolean partSeen;
  private boolean partKnown;
  private boolean forgotten;
  private @Nullable String startedAnew;
  private @Nullable TargetMark mark;

  /**
   * What is there of {@code url} under these names.
   *
   * @param useful whether anything of it is to be used
   * @param nothingThere whether it is known that there is nothing, so that it is not looked for
   */
  Leftovers(
      PartNames names, StateFile stateFile, String url, boolean useful, boolean nothingThere) {
    this.names = names;
    this.stateFile = stateFile;
    this.url = url;
    this.useful = useful;
    this.nothingThere = nothingThere;
  }

  /**
   * Looks at what is there.
   *
   * @return the version that is here in part or whole; {@link Tag#NONE} if none is
   */
  Tag look() throws IOException {
    if (nothingThere) {
      return Tag.NONE;
    }
    target = Attributes.of(names.target());
    partSeen = Attributes.of(names.part()) != null;
    if (!useful || forgotten) {
      return Tag.NONE;
    }
    mark = target == null ? null : TargetMark.of(names.target(), url);
    if (partSeen) {
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
    }
    return mark == null ? Tag.NONE : mark.tag();
  }

  /** It is of no use. */
  void forget(String reason) {
    forgotten = true;
    // A complete target that is out of date is replaced as any other is: nothing is lost.
    if (partKnown) {
      startedAnew = reason;
    }
    mark = null;
  }

  /** Whether the target or a part of it was seen. */
  boolean areThere() {
    return target != null || partSeen;
  }

  /** Why what was there could not be gone on with; null if nothing was, or it could. */
  @Nullable String startedAnew() {
    return startedAnew;
  }

  /** Whether the target is all of {@code source}. It may have been touched since the first look. */
  boolean isComplete(Source source) throws IOException {
    mark = mark == null ? null : TargetMark.of(names.target(), url);
    return mark != null && mark.holdsFor(source, names.target());
  }

  /**
   * Finds out before the first byte what could not work at the end.
   *
   * @throws TargetExistsException if the target is there and must not be
   */
  void checkNames(boolean replace) throws IOException {
    if (target != null && Files.isDirectory(names.target())) {
      throw new FileSystemException(names.target().toString(), null, "is a folder");
    }
    if (target != null && !replace) {
      throw new TargetExistsException(names.target());
    }
    if (partSeen) {
      PartFile.checkNoTarget(names.part());
    }
  }

  /**
   * The blocks of {@code source} that are there and right. The part file is held before its state
   * is read.
   *
   * @return null if there is nothing to go on with
   */
  @Nullable Found goOn(Source source) throws IOException {
    if (!useful || forgotten || !partSeen) {
      return null;
    }
    PartFile part = PartFile.existing(names.part());
    if (part == null) {
      return null;
    }
    Found found = null;
    try {
      found = goOn(source, part);
      return found;
    } finally {
      if (found == null) {
        part.close();
      }
    }
  }

  private @Nullable Found goOn(Source source, PartFile part) throws IOException {
    try {
      PartState state = stateFile.read();
      if (!state.source().equals(source)) {
        startedAnew = difference(state.source(), source);
        return null;
      }
      BitSet suspects =
          state.stillHolds(part.stamp()) ? new BitSet() : dropWhatIsWrong(state.blocks(), part);
      part.cutTo(Math.min(part.size(), source.sizeBytes()));
      return new Found(part, state.blocks(), suspects);
    } catch (NoSuchFileException e) {
      // What a sudden end costs is no news.
      startedAnew =
          part.size() > PartialFile.WINDOW_BYTES ? "nothing is known of " + names.part() : null;
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

  private BitSet dropWhatIsWrong(Blocks claimed, PartFile part) throws IOException {
    BitSet wrong = new BitSet();
    Source source = claimed.source();
    for (int block = claimed.next(0); block >= 0; block = claimed.next(block + 1)) {
      if (part.checksum(source.offset(block), source.length(block)) != claimed.sum(block)) {
        claimed.remove(block);
        wrong.set(block);
      }
    }
    if (!wrong.isEmpty()) {
      LOG.warn("{}: {} blocks were not as they were written", names.part(), wrong.cardinality());
    }
    return wrong;
  }
}
