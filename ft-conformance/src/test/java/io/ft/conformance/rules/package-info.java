@NullMarked
package io.ft.conformance.rules;

import org.jspecify.annotations.NullMarked;
