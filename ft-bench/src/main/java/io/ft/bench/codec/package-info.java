/**
 * JMH benchmarks of the codec. {@code java -jar ft-bench/target/ft-bench.jar -prof gc} runs all of
 * them and shows what each allocates; with {@code -rf json -rff FILE} the numbers go to a file,
 * too.
 *
 * <p>A handler runs in the pipeline of an embedded channel, between ends that throw away what comes
 * ({@link io.ft.bench.codec.Rig}). What that costs by itself is a baseline in each class, to be
 * taken off the others.
 */
@NullMarked
package io.ft.bench.codec;

import org.jspecify.annotations.NullMarked;
