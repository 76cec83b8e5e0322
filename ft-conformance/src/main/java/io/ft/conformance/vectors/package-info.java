/**
 * The golden vectors: bytes of the framed dialect, right and wrong, with what they mean. They are
 * data files, so that an implementation in any language can use them in its own tests; {@code
 * docs/conformance.md} describes them.
 */
@NullMarked
package io.ft.conformance.vectors;

import org.jspecify.annotations.NullMarked;
