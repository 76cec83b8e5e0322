package io.ft.conformance.client;

import io.ft.conformance.Case;
import java.util.List;
import java.util.stream.Stream;

/** All cases for a client. */
public final class ClientCases {

  /** The file that most of them are about. */
  static final String NAME = "hello.bin";

  /** What it holds. */
  static final ServedFile FILE = ServedFile.ofFourBlocks();

  private ClientCases() {}

  /** In the order of the specification; what was seen on the way comes last. */
  public static List<Case<ClientUnderTest>> all() {
    return Stream.of(
            ClientVectorCases.cases(),
            framed(),
            ClassicClientCases.cases(),
            ClientConversationCases.cases())
        .flatMap(List::stream)
        .toList();
  }

  /** Those of the framed dialect that take a conversation. */
  static List<Case<ClientUnderTest>> framed() {
    return Stream.of(
            ClientFramingCases.cases(),
            ClientGreetingCases.cases(),
            ClientExchangeCases.cases(),
            ClientManyCases.cases(),
            ClientBlockCases.cases(),
            ClientDamageCases.cases(),
            ClientResumeCases.cases(),
            ClientListingCases.cases(),
            ClientTreeCases.cases(),
            ClientErrorCases.cases(),
            ClientLifeCases.cases())
        .flatMap(List::stream)
        .toList();
  }
}
