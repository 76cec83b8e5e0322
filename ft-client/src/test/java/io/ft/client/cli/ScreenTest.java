package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent to a terminal, so that what is drawn is replaced and what is said stays. */
class ScreenTest {

  private final StringWriter sent = new StringWriter();
  private final Screen screen = new Screen(new PrintWriter(new BufferedWriter(sent)));

  @Test
  void linesAreReplacedByThoseDrawnNext() {
    screen.draw(List.of("one", "two"), 80);
    sent();

    screen.draw(List.of("three", "four"), 80);

    assertThat(sent()).isEqualTo("\r\u001b[2A\u001b[?7lthree\u001b[K\nfour\u001b[K\n\u001b[?7h");
  }

  @Test
  void linesThatAreNoMoreAreTakenAway() {
    screen.draw(List.of("one", "two"), 80);
    sent();

    screen.draw(List.of("three"), 80);

    assertThat(sent()).isEqualTo("\r\u001b[2A\u001b[?7lthree\u001b[K\n\u001b[?7h\u001b[J");
  }

  @Test
  void messageStandsAboveWhatIsDrawn() {
    screen.draw(List.of("one", "two"), 80);
    sent();

    screen.println("message");
    assertThat(sent()).isEqualTo("\r\u001b[2A\u001b[Jmessage" + System.lineSeparator());

    screen.draw(List.of("one", "two"), 80);
    assertThat(sent()).isEqualTo("\r\u001b[?7lone\u001b[K\ntwo\u001b[K\n\u001b[?7h");
  }

  @Test
  void withoutADrawingThereAreNoEscapes() {
    screen.println("message");
    screen.clear();

    assertThat(sent()).isEqualTo("message" + System.lineSeparator());
  }

  @Test
  void linesThatANarrowerTerminalHasWrappedAreTakenAway() {
    screen.draw(List.of("x".repeat(79), "名".repeat(30), ""), 80);
    sent();

    screen.draw(List.of("one"), 40);

    // Two rows, two rows and one.
    assertThat(sent()).startsWith("\r\u001b[5A\u001b[J\u001b[?7lone");
  }

  private String sent() {
    String text = sent.toString();
    sent.getBuffer().setLength(0);
    return text;
  }
}
