/** The command line of the kit. */
@NullMarked
package io.ft.conformance.cli;

import org.jspecify.annotations.NullMarked;
