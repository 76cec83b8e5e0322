@NullMarked
package io.ft.conformance.python;

import org.jspecify.annotations.NullMarked;
