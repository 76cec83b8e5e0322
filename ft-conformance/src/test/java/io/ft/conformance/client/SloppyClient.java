package io.ft.conformance.client;

import java.io.IOException;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small client, right but for one defect, without a line of ft-codec or ft-client.
 *
 * @param defect null for none
 */
record SloppyClient(@Nullable Defect defect) implements InProcessClient.Program {

  /** What it can do in the framed dialect: it does not resume. */
  static final Set<Task> FRAMED =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Task.RESUME, Task.CLASSIC)));

  /** A failure that it tells. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  @Override
  public int run(InProcessClient.Call call, StringWriter out, StringWriter err) {
    try {
      if (call.task() == Task.CLASSIC) {
        new SloppyClassic(defect).fetch(call);
        return 0;
      }
      return framed(call, out);
    } catch (Failed | IOException e) {
      String text = String.valueOf(e.getMessage());
      err.write(
          defect == Defect.SHOWS_TEXT_AS_IT_IS
              ? text
              : text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?"));
      return 1;
    }
  }

  private int framed(InProcessClient.Call call, StringWriter out) throws IOException, Failed {
    SloppyFramed connection = new SloppyFramed(call, defect);
    try (connection) {
      connection.greet();
      switch (call.task()) {
        case LIST ->
            connection
                .list(call.paths().get(0), false)
                .keySet()
                .forEach(name -> out.write(name + "\n"));
        case TREE -> connection.fetchTree(call.paths().get(0));
        default -> connection.fetch(call.paths());
      }
      return 0;
    } catch (Failed e) {
      if (defect == Defect.TRIES_THE_OTHER_DIALECT && !connection.isGreeted()) {
        new SloppyClassic(defect).fetch(call);
      }
      throw e;
    }
  }
}
