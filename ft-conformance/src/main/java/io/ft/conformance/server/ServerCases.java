package io.ft.conformance.server;

import io.ft.conformance.Case;
import java.util.List;
import java.util.stream.Stream;

/** All cases for a server. */
public final class ServerCases {

  private ServerCases() {}

  /** In the order of the specification; the last one ends the server, if the kit can do that. */
  public static List<Case<ServerUnderTest>> all() {
    return Stream.of(
            DetectionCases.cases(),
            VectorCases.cases(),
            FramingCases.cases(),
            GreetingCases.cases(),
            TokenCases.cases(),
            ExchangeCases.cases(),
            CancelCases.cases(),
            PathCases.cases(),
            RequestCases.cases(),
            ReadyCases.cases(),
            BlockCases.cases(),
            ChangeCases.cases(),
            ListingCases.cases(),
            ErrorCases.cases(),
            LifeCases.cases(),
            DeadlineCases.cases(),
            BoundCases.cases(),
            ClassicNameCases.cases(),
            ClassicFileCases.cases(),
            GrowthCases.cases(),
            ExampleCases.cases(),
            DrainCases.cases())
        .flatMap(List::stream)
        .toList();
  }
}
