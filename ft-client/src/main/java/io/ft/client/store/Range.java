package io.ft.client.store;

/**
 * Some bytes of a file.
 *
 * @param offset where they begin, from the start of the file
 * @param length how many they are
 */
public record Range(long offset, long length) {}
