@NullMarked
package io.ft.examples.pipe;

import org.jspecify.annotations.NullMarked;
