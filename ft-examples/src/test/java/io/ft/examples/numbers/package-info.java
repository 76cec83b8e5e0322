@NullMarked
package io.ft.examples.numbers;

import org.jspecify.annotations.NullMarked;
