@NullMarked
package io.ft.conformance.vectors;

import org.jspecify.annotations.NullMarked;
