package io.ft.conformance.python;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.client.ClientProgram;
import io.ft.conformance.client.Task;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code ft_get.py}, which never tries again: most of the cases are a server that fails. Each start
 * is a fork of one process, for Python takes longer to start than most cases.
 */
final class PythonClient implements ClientProgram, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path outputs;
  private final Process forks;
  private final BufferedWriter calls;
  private final BufferedReader answers;

  /** What it prints goes to files in {@code outputs}. */
  PythonClient(Path outputs) throws IOException {
    this.outputs = outputs;
    this.forks =
        new ProcessBuilder(Python.command("forks.py"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.calls = forks.outputWriter(StandardCharsets.UTF_8);
    this.answers = forks.inputReader(StandardCharsets.UTF_8);
  }

  @Override
  public Running start(Task task, int port, List<String> paths, Path folder)
      throws IOException, NotApplicable {
    Path out = Files.createTempFile(outputs, "out", ".txt");
    Path err = Files.createTempFile(outputs, "err", ".txt");
    List<String> words = new ArrayList<>(List.of(out.toString(), err.toString()));
    words.addAll(List.of("127.0.0.1", String.valueOf(port), "--attempts", "1"));
    switch (task) {
      case FETCH, MANY -> words.addAll(List.of("-O", folder.toString()));
      case LIST -> words.add("--list");
      case TREE, RESUME, TOKEN, CLASSIC -> throw new NotApplicable("there is no " + task.option());
    }
    words.addAll(paths);
    calls.write(JSON.writeValueAsString(words));
    calls.newLine();
    calls.flush();
    long id = Long.parseLong(answers.readLine());
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(this::answer, waiting -> new Thread(waiting).start());
    return new Started(id, exit, out, err);
  }

  private int answer() {
    try {
      return Integer.parseInt(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    calls.close();
    forks.onExit().join();
  }

  private record Started(long id, CompletableFuture<Integer> exit, Path outFile, Path errFile)
      implements Running {

    @Override
    public boolean waitFor(Duration time) throws InterruptedException {
      try {
        exit.get(time.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int exitCode() {
      return exit.join();
    }

    @Override
    public String out() throws IOException {
      return Files.readString(outFile);
    }

    @Override
    public String err() throws IOException {
      return Files.readString(errFile);
    }

    @Override
    public void close() {
      if (!exit.isDone()) {
        ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
        exit.join();
      }
    }
  }
}
