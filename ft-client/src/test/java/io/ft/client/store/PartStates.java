package io.ft.client.store;

import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.CRC32C;

/** Lets the tests of other packages write what an earlier download would have left. */
public final class PartStates {

  private PartStates() {}

  /** A run of the machine that is not this one. */
  public static final String OTHER_BOOT = "another-run-of-the-machine";

  /** Leaves a part file with {@code blocks} of {@code content}, as if written in this run. */
  public static void leave(
      Path target, String url, Tag tag, int blockSizeBytes, byte[] content, BitSet blocks)
      throws IOException {
    Source source = new Source(url, tag, content.length, blockSizeBytes);
    Blocks here = new Blocks(source);
    byte[] part = new byte[blocks.isEmpty() ? 0 : end(source, blocks.length() - 1)];
    for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
      int offset = (int) source.offset(block);
      CRC32C sum = new CRC32C();
      sum.update(content, offset, source.length(block));
      here.add(block, (int) sum.getValue());
      System.arraycopy(content, offset, part, offset, source.length(block));
    }
    PartNames names = PartNames.of(target);
    Files.write(names.part(), part);
    write(names, BootId.current(), here);
  }

  /**
   * Reads the state.
   *
   * @throws IOException if it is not to be trusted
   */
  public static void check(Path target) throws IOException {
    PartNames names = PartNames.of(target);
    new StateFile(names.state(), names.nextState()).read();
  }

  private static int end(Source source, int block) {
    return (int) source.offset(block) + source.length(block);
  }

  /**
   * Has the state claim that it was written in the run {@code bootId} of the machine, and that
   * nobody has written to the part file since.
   */
  public static void claim(Path target, String bootId) throws IOException {
    PartNames names = PartNames.of(target);
    write(names, bootId, new StateFile(names.state(), names.nextState()).read().blocks());
  }

  private static void write(PartNames names, String bootId, Blocks blocks) throws IOException {
    new StateFile(names.state(), names.nextState())
        .write(new PartState(bootId, FileStamp.of(names.part()), blocks), false);
  }
}
