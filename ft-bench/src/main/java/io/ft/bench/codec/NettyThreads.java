package io.ft.bench.codec;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs benchmarks on threads of the kind that event loops are: on others Netty's pools of buffers
 * and small objects take slower ways. JMH makes it: {@link CodecBench} names it.
 */
public final class NettyThreads extends ThreadPoolExecutor {

  /** What JMH calls. */
  public NettyThreads(int threads, String name) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(name, true));
  }
}
