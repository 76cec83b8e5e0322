/** The program {@code ft-server}: the only place that knows the console, signals and exit codes. */
@NullMarked
package io.ft.server.cli;

import org.jspecify.annotations.NullMarked;
