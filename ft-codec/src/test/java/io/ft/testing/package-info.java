/**
 * What every module's tests stand on: a test class that loses a buffer fails.
 *
 * <p>The build sets Netty's leak detection to paranoid and makes {@link
 * io.ft.testing.RecordingLeakDetector} its detector; {@link io.ft.testing.LeakExtension} comes in
 * by itself, as a service.
 */
@NullMarked
package io.ft.testing;

import org.jspecify.annotations.NullMarked;
