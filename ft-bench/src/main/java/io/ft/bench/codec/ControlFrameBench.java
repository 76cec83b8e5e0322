package io.ft.bench.codec;

import io.netty.buffer.ByteBuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Frames a second, for each message that is one frame. */
public class ControlFrameBench extends CodecBench {

  /** A codec, and what it is to encode. */
  @State(Scope.Thread)
  public static class Encoding {
    @Param Sample sample = Sample.PING;
    Rig rig;

    @Setup
    public void setUp() {
      rig = new Rig(sample.sender.codec());
    }

    @TearDown
    public void tearDown() {
      rig.close();
    }
  }

  /** A codec that has been greeted, and what it is to decode; for Hello see GreetingBench. */
  @State(Scope.Thread)
  public static class Decoding {
    @Param({
      "PING",
      "PONG",
      "GO_AWAY",
      "FILE_REQUEST",
      "EXISTS",
      "NOT_EXISTS",
      "READY",
      "END",
      "CANCEL",
      "BUSY",
      "FAILURE",
      "LIST_REQUEST",
      "ENTRY",
      "LIST_END"
    })
    Sample sample = Sample.PING;

    Rig rig;
    ByteBuf frame;
    int frameBytes;

    @Setup
    public void setUp() {
      rig = new Rig(sample.sender.codecOfReceiver());
      rig.receive(Frames.encode(Sample.HELLO.message));
      frame = Frames.encode(sample.message);
      frameBytes = frame.readableBytes();
    }

    @TearDown
    public void tearDown() {
      rig.close();
      frame.release();
    }
  }

  /** No codec at all. */
  @State(Scope.Thread)
  public static class Baseline {
    Rig rig;
    ByteBuf frame;
    int frameBytes;

    @Setup
    public void setUp() {
      rig = new Rig(new PassThrough());
      frame = Frames.encode(Sample.PING.message);
      frameBytes = frame.readableBytes();
    }

    @TearDown
    public void tearDown() {
      rig.close();
      frame.release();
    }
  }

  @Benchmark
  public long encode(Encoding state) {
    state.rig.send(state.sample.message);
    return state.rig.sentBytes();
  }

  @Benchmark
  public long decode(Decoding state) {
    state.rig.receive(state.frame.setIndex(0, state.frameBytes).retain());
    return state.rig.receivedMessages();
  }

  @Benchmark
  public long baselineSend(Baseline state) {
    state.rig.send(Sample.PING.message);
    return state.rig.sentBytes();
  }

  @Benchmark
  public long baselineReceive(Baseline state) {
    state.rig.receive(state.frame.setIndex(0, state.frameBytes).retain());
    return state.rig.receivedMessages();
  }
}
