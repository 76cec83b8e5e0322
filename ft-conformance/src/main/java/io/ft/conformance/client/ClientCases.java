package io.ft.conformance.client;

import io.ft.conformance.Case;
import java.util.List;
import java.util.stream.Stream;

/** All cases for a client. */
public final class ClientCases {

  private ClientCases() {}

  /** In the order of the specification. */
  public static List<Case<ClientUnderTest>> all() {
    return Stream.of(ClientGreetingCases.cases()).flatMap(List::stream).toList();
  }
}
