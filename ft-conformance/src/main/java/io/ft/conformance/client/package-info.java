/** A client against the rules: the kit is its server. */
@NullMarked
package io.ft.conformance.client;

import org.jspecify.annotations.NullMarked;
