package io.ft.conformance.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On each server that breaks a rule the cases for it fail, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class WrongServerTest {

  static Stream<Wrong> servers() {
    return WrongServers.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void failsForTheRuleThatIsBroken(Wrong wrong, @TempDir Path folder) throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Tree.create(tree);
    try (OurServer right = OurServer.start(tree, settings -> settings);
        DefectiveServer server = DefectiveServer.start(right.address(), wrong.defect())) {
      ServerUnderTest peer = right.behind(server.address());
      List<String> failed =
          new Runner<>(peer, Pattern.compile(".*"), result -> {}, peer.trace())
              .run(wrong.cases()).stream()
                  .filter(Result::isFault)
                  .map(result -> String.join(" ", result.rules()) + ": " + result.name())
                  .toList();
      assertThat(failed).containsExactlyElementsOf(wrong.failing());
    }
  }
}
