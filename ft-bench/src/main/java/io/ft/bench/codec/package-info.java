/**
 * JMH benchmarks of the codec. {@code java -jar ft-bench/target/ft-bench.jar -prof gc} runs all of
 * them and shows what each allocates; with {@code -rf json -rff FILE} the numbers go to a file,
 * too.
 *
 * <p>A handler runs in Netty's embedded channel, between an end that throws away what comes and a
 * caller that goes past the channel's own queues. What that costs by itself is the baseline
 * benchmark in each class, to be taken off the others.
 */
@NullMarked
package io.ft.bench.codec;

import org.jspecify.annotations.NullMarked;
