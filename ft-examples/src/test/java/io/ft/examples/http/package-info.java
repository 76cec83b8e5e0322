@NullMarked
package io.ft.examples.http;

import org.jspecify.annotations.NullMarked;
