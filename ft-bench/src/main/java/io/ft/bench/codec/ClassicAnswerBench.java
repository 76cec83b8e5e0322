package io.ft.bench.codec;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Classic exchanges a second, all but their data. One a connection, so each has a new channel. */
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {NettyThreads.EXECUTOR, NettyThreads.EXECUTOR_CLASS})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassicAnswerBench {

  @Benchmark
  public long client() {
    try (Rig client = ClassicAnswers.readyClient()) {
      return client.receivedMessages();
    }
  }

  @Benchmark
  public long server() {
    try (Rig server = ClassicAnswers.readyServer()) {
      return server.receivedMessages();
    }
  }

  @Benchmark
  public long baselineChannel() {
    try (Rig rig = new Rig(new PassThrough())) {
      return rig.receivedMessages();
    }
  }
}
