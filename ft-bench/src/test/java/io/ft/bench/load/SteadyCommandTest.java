package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyCommandTest {

  private Path root;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    root = temp;
  }

  @Test
  void countsWhatComesEachHalfSecond() throws IOException {
    TestServer.create(root.resolve("file"), 3_000_000);
    try (FileServer server = TestServer.start(root)) {
      LoadRun run = steady(server, "--clients=3", "--from=127.0.0.1,127.0.0.2");

      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .startsWith("open 3\n{\"clients\":3,\"failed\":0,\"failure\":null,\"samples\":[[0.5")
          .matches("(?s).*,\"client_bytes\":\\[[1-9]\\d*,[1-9]\\d*,[1-9]\\d*]}\n");
    }
  }

  @Test
  void failedClientsAreCountedAndTheOthersGoOn() throws IOException {
    try (FileServer server = TestServer.start(root)) {
      LoadRun run = steady(server, "--clients=2");

      assertThat(run.code()).isZero();
      assertThat(run.out())
          .contains("\"failed\":2,\"failure\":\"no download: NotExists[id=1]\"")
          .endsWith("\"client_bytes\":[0,0]}\n");
    }
  }

  /** Of the test network 192.0.2.0/24, which no machine has. */
  @Test
  void addressOfAnotherMachineIsTold() throws IOException {
    try (FileServer server = TestServer.start(root)) {
      LoadRun run = steady(server, "--from=192.0.2.1");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).startsWith("ft-load: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--clients=0", "--seconds=0", "--from=nobody.invalid"})
  void wrongUsageIsTold(String option) {
    LoadRun run = LoadRun.of("steady", "--port=1", "--path=any", option);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ft-load: ").hasLineCount(1);
  }

  private static LoadRun steady(FileServer server, String... options) throws IOException {
    String[] args = new String[options.length + 4];
    args[0] = "steady";
    args[1] = "--port=" + server.address().getPort();
    args[2] = "--path=file";
    args[3] = "--seconds=1";
    System.arraycopy(options, 0, args, 4, options.length);
    return LoadRun.of(args);
  }
}
