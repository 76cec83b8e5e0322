package io.ft.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;

/** A command that runs until its input ends. */
final class HeldLoad implements AutoCloseable {

  private final PipedOutputStream input = new PipedOutputStream();
  private final StringWriter err = new StringWriter();
  private final BufferedReader out;
  private final CompletableFuture<Integer> code;

  private HeldLoad(String... args) throws IOException {
    PipedInputStream commandInput = new PipedInputStream(input);
    PipedWriter commandOut = new PipedWriter();
    out = new BufferedReader(new PipedReader(commandOut));
    code =
        CompletableFuture.supplyAsync(
            () -> {
              try (PrintWriter writer = new PrintWriter(commandOut)) {
                return LoadMain.commandLine(commandInput)
                    .setOut(writer)
                    .setErr(new PrintWriter(err))
                    .execute(args);
              }
            },
            task -> new Thread(task).start());
  }

  static HeldLoad start(String... args) throws IOException {
    return new HeldLoad(args);
  }

  /** Waits for the next line that it prints. */
  String line() throws IOException {
    return String.valueOf(out.readLine());
  }

  /** Ends its input and waits for its exit code. */
  int end() throws IOException {
    input.close();
    return code.join();
  }

  /** What it has complained about; known when it has ended. */
  String err() {
    return err.toString();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
