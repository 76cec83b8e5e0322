/**
 * The files that a server can serve: {@link io.ft.server.store.FileStores} opens the folders that
 * they are in, {@link io.ft.server.store.FileStore} finds them, {@link
 * io.ft.server.store.ConfinedDirectory} keeps them inside of a folder.
 *
 * <p>Everything here may wait for a disk, so nothing of it runs on an event loop.
 */
@NullMarked
package io.ft.server.store;

import org.jspecify.annotations.NullMarked;
