package io.ft.bench.codec;

import io.netty.buffer.ByteBuf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Greetings a second: a codec takes one only, so each gets a codec of its own. */
@State(Scope.Thread)
public class GreetingBench extends CodecBench {

  private Rig rig;
  private ByteBuf frame;
  private int frameBytes;

  @Setup
  public void setUp() {
    rig = new Rig();
    frame = Frames.encode(Sample.HELLO.message);
    frameBytes = frame.readableBytes();
  }

  @TearDown
  public void tearDown() {
    rig.close();
    frame.release();
  }

  @Benchmark
  public long decodeHello() {
    rig.insert(Sample.HELLO.sender.codecOfReceiver());
    return receive();
  }

  @Benchmark
  public long baselineHandler() {
    rig.insert(new PassThrough());
    return receive();
  }

  private long receive() {
    rig.receive(frame.setIndex(0, frameBytes).retain());
    rig.remove();
    return rig.receivedMessages();
  }
}
