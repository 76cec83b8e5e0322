package io.ft.client;

/**
 * A listing that is complete.
 *
 * @param entries how many were told, since the listing last began anew
 * @param omitted how many names the server left out because nobody could ask for them: not UTF-8,
 *     or too long
 */
public record ListingResult(long entries, long omitted) {}
