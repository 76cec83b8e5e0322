package io.ft.bench.codec;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How every benchmark here is run, which its annotations say: by a thread of the kind that event
 * loops are, and without Netty's leak detection. That one looks at one buffer of many, and a buffer
 * that is used again and again would always be the one, or never.
 */
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=io.ft.bench.codec.NettyThreads",
      "-Dio.netty.leakDetection.level=disabled"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class CodecBench {}
