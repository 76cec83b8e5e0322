/** The same on the port of a web server. */
@NullMarked
package io.ft.examples.http;

import org.jspecify.annotations.NullMarked;
