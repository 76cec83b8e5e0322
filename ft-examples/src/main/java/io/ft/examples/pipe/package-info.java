/** A client that hands a download on to another channel. */
@NullMarked
package io.ft.examples.pipe;

import org.jspecify.annotations.NullMarked;
