package io.ft.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What one side of the classic dialect says, piece by piece, and what the other must make of it.
 *
 * @param name what it is
 * @param rules that speak of it
 * @param steps one after the other
 * @param outcome when the settle time has passed after the last step: an object with a {@code size}
 *     or a {@code name} (in hexadecimal), or one of {@code not exists}, {@code error}, {@code ended
 *     early} and {@code nothing}
 */
public record ClassicVector(String name, List<String> rules, List<Step> steps, JsonNode outcome) {

  /** One of the things that can happen. */
  public sealed interface Step {}

  /** These bytes arrive at once. */
  public record Bytes(byte[] bytes) implements Step {}

  /** Nothing arrives for so long. */
  public record Pause(long millis) implements Step {}

  /** The sender closes in an orderly way. */
  public record Close() implements Step {}
}
