/** What the tests of this module share: peers that misbehave, and ways to wait and to look. */
@NullMarked
package io.ft.client.testing;

import org.jspecify.annotations.NullMarked;
