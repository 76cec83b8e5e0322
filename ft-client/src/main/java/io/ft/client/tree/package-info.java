/**
 * Many files of one server as files here: which of them, under which names, and in which folders.
 *
 * <p>Names that a server chooses are not trusted: {@link io.ft.client.tree.LocalNames} says which
 * of them can be files here, {@link io.ft.client.tree.TargetFolders} makes folders for them and
 * follows no symbolic link.
 */
@NullMarked
package io.ft.client.tree;

import org.jspecify.annotations.NullMarked;
