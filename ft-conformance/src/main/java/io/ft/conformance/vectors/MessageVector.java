package io.ft.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.ft.conformance.wire.FrameType;
import java.util.List;

/**
 * A frame that keeps all rules.
 *
 * @param name what it is
 * @param rules that it keeps
 * @param sender who may send it
 * @param message its fields by name: numbers of 8 bytes are strings of digits, bytes are in
 *     hexadecimal
 * @param bytes the whole frame
 */
public record MessageVector(
    String name, List<String> rules, FrameType.Sender sender, JsonNode message, byte[] bytes) {}
