package io.ft.conformance.vectors;

import java.util.List;

/**
 * Bytes without a meaning of their own.
 *
 * @param name what they are
 * @param rules that speak of them
 * @param bytes what is sent
 */
public record ByteVector(String name, List<String> rules, byte[] bytes) {}
