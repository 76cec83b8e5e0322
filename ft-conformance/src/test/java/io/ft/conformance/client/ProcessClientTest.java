package io.ft.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ft.conformance.NotApplicable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessClientTest {

  @TempDir Path temp = Path.of("");

  @Test
  void placeholdersStandForWhatItIsToDo() throws Exception {
    assertThat(said("echo", "{port}", "-O", "{folder}/x", "ft://h:{port}/{urlpath}"))
        .isEqualTo("7 -O /to/x ft://h:7/in/a%20b%2B%25 ft://h:7/c\n");
  }

  @Test
  void pathIsThereAsItIs() throws Exception {
    assertThat(said("echo", "{path}")).isEqualTo("in/a b+% c\n");
  }

  @Test
  void exitCodeAndComplaintsAreKnown() throws Exception {
    ClientProgram program =
        new ProcessClient(Map.of(Task.LIST, List.of("sh", "-c", "echo no >&2; exit 3")), temp);
    try (ClientProgram.Running client = program.start(Task.LIST, 7, List.of("a"), temp)) {
      assertThat(client.waitFor(Duration.ofSeconds(20))).isTrue();
      assertThat(client.exitCode()).isEqualTo(3);
      assertThat(client.err()).isEqualTo("no\n");
      assertThat(client.out()).isEmpty();
    }
  }

  @Test
  void oneThatDoesNotEndIsEnded() throws Exception {
    ClientProgram program = new ProcessClient(Map.of(Task.FETCH, List.of("sleep", "1000")), temp);
    ClientProgram.Running client = program.start(Task.FETCH, 7, List.of("a"), temp);
    assertThat(client.waitFor(Duration.ZERO)).isFalse();

    client.close();

    assertThat(client.waitFor(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void withoutCommandItSaysWhichOptionIsMissing() {
    ClientProgram program = new ProcessClient(Map.of(), temp);

    assertThatThrownBy(() -> program.start(Task.CLASSIC, 7, List.of("a"), temp))
        .isInstanceOf(NotApplicable.class)
        .hasMessage("there is no --classic-command");
  }

  private String said(String... command) throws Exception {
    ClientProgram program = new ProcessClient(Map.of(Task.FETCH, List.of(command)), temp);
    try (ClientProgram.Running client =
        program.start(Task.FETCH, 7, List.of("in/a b+%", "c"), Path.of("/to"))) {
      assertThat(client.waitFor(Duration.ofSeconds(20))).isTrue();
      return client.out();
    }
  }
}
