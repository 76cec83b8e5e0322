package io.ft.conformance.server;

import io.ft.conformance.Case;
import java.util.List;
import java.util.stream.Stream;

/** All cases for a server. */
public final class ServerCases {

  private ServerCases() {}

  /** In the order of the specification. */
  public static List<Case<ServerUnderTest>> all() {
    return Stream.of(VectorCases.cases(), GreetingCases.cases()).flatMap(List::stream).toList();
  }
}
