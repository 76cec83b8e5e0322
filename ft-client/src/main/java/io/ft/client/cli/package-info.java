/** The program {@code ft}: the only place that knows the console, signals and exit codes. */
@NullMarked
package io.ft.client.cli;

import org.jspecify.annotations.NullMarked;
