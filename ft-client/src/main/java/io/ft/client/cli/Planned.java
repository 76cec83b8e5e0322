package io.ft.client.cli;

import io.ft.client.RemoteEntry;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be fetched.
 *
 * @param item what it is
 * @param path where it goes below the target folder, with folders that may have to be made; null if
 *     no folder has to be
 * @param listed what the server has said of it; null if it was not asked
 */
record Planned(Report.Item item, @Nullable String path, @Nullable RemoteEntry listed) {}
