/** A file system that fails at a call of the test's choice. */
@NullMarked
package io.ft.client.testing.disk;

import org.jspecify.annotations.NullMarked;
