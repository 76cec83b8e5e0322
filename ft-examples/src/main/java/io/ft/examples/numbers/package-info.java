/** A server that offers what is in no file: lists of numbers, made as they are sent. */
@NullMarked
package io.ft.examples.numbers;

import org.jspecify.annotations.NullMarked;
