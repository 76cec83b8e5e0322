/**
 * Downloads files from a server and makes sure of them.
 *
 * <h2>Starting points</h2>
 *
 * <ul>
 *   <li>{@link io.ft.client.FileClient}: make one, start downloads, close it
 *   <li>{@link io.ft.client.DownloadRequest}: what to fetch, and where to put it
 *   <li>{@link io.ft.client.DownloadOptions}, {@link io.ft.client.RetryPolicy}, {@link
 *       io.ft.client.Durability}: how hard to try, and what has to be on the disk
 *   <li>{@link io.ft.client.ClientConfig}, {@link io.ft.client.security.ClientSecurity}: deadlines
 *       and bounds; whom to trust, and what to show
 *   <li>{@link io.ft.client.Download}: wait for a download, or cancel it
 *   <li>{@link io.ft.client.TransferListener}: watch it
 *   <li>{@link io.ft.client.TransferException}: why it did not succeed, what is here all the same,
 *       and whether to try again
 * </ul>
 */
@NullMarked
package io.ft.client;

import org.jspecify.annotations.NullMarked;
