package io.ft.server.store;

import io.ft.codec.Entry;
import io.ft.codec.Tag;
import java.time.Instant;

/**
 * A regular file or a folder, as a listing found it.
 *
 * @param kind which of the two
 * @param path the name below the folder that is listed, parts separated by {@code /}
 * @param size the file's length in bytes, 0 for a folder
 * @param modified when it was last modified
 * @param tag the file's version, as {@link OpenFile#tag} gives it; {@link Tag#NONE} for a folder
 */
public record FolderEntry(Entry.Kind kind, String path, long size, Instant modified, Tag tag) {}
