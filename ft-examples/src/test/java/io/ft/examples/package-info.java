@NullMarked
package io.ft.examples;

import org.jspecify.annotations.NullMarked;
