/** What the server's tests share: waiting, files, and a look at the handles of this process. */
@NullMarked
package io.ft.server.testing;

import org.jspecify.annotations.NullMarked;
