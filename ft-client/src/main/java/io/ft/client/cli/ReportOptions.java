package io.ft.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that say what is told, to whom, and how. */
final class ReportOptions {

  /** How progress is shown. */
  private enum Style {
    AUTO,
    BAR,
    PLAIN,
    NONE
  }

  @Option(
      names = {"-s", "--silent"},
      description = "Say nothing but errors, whatever else is asked for.")
  private boolean silent;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say of each file where it came from and where the time went.")
  private boolean verbose;

  @Option(
      names = "--progress",
      paramLabel = "HOW",
      converter = StyleName.class,
      description =
          "How progress is shown on standard error: 'bar', 'plain' (a line every ten seconds, for "
              + "logs), 'none', or 'auto' (default: 'bar' on a terminal, else 'none').")
  private Style style = Style.AUTO;

  @Option(
      names = "--json",
      description =
          "Tell what happens as JSON on standard output, an object a line; see "
              + "docs/get-events.schema.json.")
  private boolean json;

  /** Whether standard output is taken. */
  boolean usesStandardOutput() {
    return json;
  }

  /** Reports as the options say. */
  Report report(Output out, PrintWriter err) {
    Style style = style();
    Tally tally = new Tally();
    Screen screen = new Screen(err);
    ConsoleView console = new ConsoleView(screen, tally, detail(style));
    List<ReportView> views = new ArrayList<>();
    if (json) {
      try {
        views.add(new JsonView(out, tally, console::say));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    switch (style) {
      case BAR -> views.add(new ProgressBar(screen, tally, new Terminal()::size));
      case PLAIN -> views.add(new ProgressLog(screen, tally, System.nanoTime()));
      case AUTO, NONE -> {}
    }
    views.add(console);
    return new Reporter(tally, json || style != Style.NONE, views);
  }

  private Style style() {
    if (silent) {
      return Style.NONE;
    }
    if (style != Style.AUTO) {
      return style;
    }
    return !json && Terminal.isStandardError() ? Style.BAR : Style.NONE;
  }

  private ConsoleView.Detail detail(Style style) {
    if (silent) {
      return ConsoleView.Detail.ERRORS;
    }
    if (verbose) {
      return ConsoleView.Detail.EVERYTHING;
    }
    return style == Style.NONE ? ConsoleView.Detail.EVENTS : ConsoleView.Detail.SUMMARIES;
  }

  /** {@code auto}, {@code bar}, {@code plain} or {@code none}. */
  static final class StyleName implements ITypeConverter<Style> {
    @Override
    public Style convert(String value) {
      for (Style style : Style.values()) {
        if (style.name().toLowerCase(Locale.ROOT).equals(value)) {
          return style;
        }
      }
      throw new IllegalArgumentException("expected 'auto', 'bar', 'plain' or 'none'");
    }
  }
}
