package io.ft.bench.load;

/**
 * What mixed clients ask for.
 *
 * @param small a small file
 * @param large a file of several blocks
 * @param folder what is listed, with all that is below
 * @param pauseMillis from the end of one exchange to the next
 */
record MixedPaths(String small, String large, String folder, long pauseMillis) {}
