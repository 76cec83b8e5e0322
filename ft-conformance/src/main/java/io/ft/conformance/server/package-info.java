/** A server against the rules: the kit is its client. */
@NullMarked
package io.ft.conformance.server;

import org.jspecify.annotations.NullMarked;
