/**
 * Puts a server under load: {@code java -cp ft-bench/target/ft-bench.jar io.ft.bench.load.LoadMain
 * --help}. Downloads by many clients in one process, connections that are only held, clients that
 * mean no good or go away, and a proxy that makes a far network of a near one.
 *
 * <p>{@link io.ft.bench.load.LoadClient} is one connection, and runs on one event loop alone.
 */
@NullMarked
package io.ft.bench.load;

import org.jspecify.annotations.NullMarked;
