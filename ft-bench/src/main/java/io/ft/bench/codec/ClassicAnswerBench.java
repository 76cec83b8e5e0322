package io.ft.bench.codec;

import org.openjdk.jmh.annotations.Benchmark;

/** Classic exchanges a second, all but their data. One a connection, so each has a new channel. */
public class ClassicAnswerBench extends CodecBench {

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
