package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FtMainTest {

  private final StringWriter err = new StringWriter();

  @Test
  void withoutACommandTheUsageGoesToStandardError() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).startsWith("Usage: ft").contains("get");
  }

  @Test
  void aCommandThatIsNotThereIsMetWithThoseThatAre() {
    assertThat(run("gte", "ft://server/file")).isEqualTo(2);
    assertThat(err.toString()).startsWith("ft: ").contains("gte").contains("the commands are get");
  }

  @Test
  void anOptionThatIsNotThereIsMetWithOneThatIs() {
    assertThat(run("get", "--retyr", "3", "ft://server/file")).isEqualTo(2);
    assertThat(err.toString()).startsWith("ft get: ").contains("--retry");
  }

  @Test
  void theProgramHasAllCommandsWhateverIsCalledFirst() {
    for (String name : FtMain.commandLine().getSubcommands().keySet()) {
      CommandLine called = FtCommand.withCalled(new String[] {name}, Output.standard());
      assertThat(called.getSubcommands()).containsOnlyKeys(name);
    }
    assertThat(FtCommand.withCalled(new String[] {"--help"}, Output.standard()).getSubcommands())
        .containsOnlyKeys(FtMain.commandLine().getSubcommands().keySet());
  }

  private int run(String... args) {
    return FtMain.commandLine().setErr(new PrintWriter(err, true)).execute(args);
  }
}
