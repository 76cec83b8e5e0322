/**
 * Where the bytes of a download go: a stream, or a file with what is needed to go on with it after
 * any interruption.
 *
 * <p>Internal to the client. Everything here runs on the client's writer thread and may wait for a
 * disk.
 */
@NullMarked
package io.ft.client.store;

import org.jspecify.annotations.NullMarked;
