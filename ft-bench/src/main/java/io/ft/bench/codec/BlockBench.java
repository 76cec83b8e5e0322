package io.ft.bench.codec;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Blocks of 1 MiB a second, so MiB of file data a second; and what the profiler "gc" counts is
 * bytes of garbage a block. Nobody reads or copies the data, which shows how little a codec does
 * with it.
 */
public class BlockBench extends CodecBench {

  private static final int BLOCKS = 16;

  /** A decoder, and blocks as they come from the network. */
  @State(Scope.Thread)
  public static class Decoding {
    @Param Codec codec = Codec.NONE;

    @Param({"65536", "262144"})
    int readBytes;

    Rig rig;
    ByteBuf[] reads;

    @Setup
    public void setUp() {
      rig = codec.receiver();
      List<ByteBuf> parts = Frames.cut(codec.stream(BLOCKS), readBytes);
      reads = parts.toArray(new ByteBuf[0]);
    }

    @TearDown
    public void tearDown() {
      rig.close();
      for (ByteBuf read : reads) {
        read.release();
      }
    }
  }

  /** An encoder, and the data of a block. */
  @State(Scope.Thread)
  public static class Encoding {
    @Param Codec codec = Codec.NONE;
    Rig rig;
    ByteBuf data;

    @Setup
    public void setUp() {
      rig = codec.sender();
      data = Codec.data(1);
    }

    @TearDown
    public void tearDown() {
      rig.close();
      data.release();
    }
  }

  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public long decode(Decoding state) {
    for (ByteBuf read : state.reads) {
      state.rig.receive(read.setIndex(0, read.capacity()).retain());
    }
    return state.rig.receivedContentBytes();
  }

  @Benchmark
  public long encode(Encoding state) {
    state.rig.send(new BlockHeader(Codec.ID, 0, Codec.BLOCK_BYTES));
    state.rig.send(new BlockContent(Codec.ID, state.data.retain()));
    state.rig.send(new BlockEnd(Codec.ID, 0));
    return state.rig.sentBytes();
  }
}
