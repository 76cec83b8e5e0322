package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code docs/scaling.md} shows is what {@code bin/trial replicas} runs. */
class ScalingDocumentationTest {

  private static final Path DOCUMENTATION = Path.of("..", "docs");

  @Test
  void configurationIsTheOneThatIsTried() throws IOException {
    String configuration = Files.readString(DOCUMENTATION.resolve("haproxy.cfg"));

    assertThat(Files.readString(DOCUMENTATION.resolve("scaling.md")))
        .contains("\n```\n" + configuration + "```\n");
  }
}
