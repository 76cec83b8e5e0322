package io.ft.conformance.client;

import io.ft.conformance.NotApplicable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client that is a program. In the words of its commands {@code {port}}, {@code {path}} and
 * {@code {folder}} stand for what it is to do, and {@code {urlpath}} for the path, percent-encoded.
 * A word with a path is there once for each path.
 *
 * @param commands the words that start it, for each task that it can do
 * @param outputs the folder for what it prints
 */
public record ProcessClient(Map<Task, List<String>> commands, Path outputs)
    implements ClientProgram {

  private static final String PATH = "{path}";
  private static final String URL_PATH = "{urlpath}";

  public ProcessClient {
    commands = Map.copyOf(commands);
  }

  @Override
  public Running start(Task task, int port, List<String> paths, Path folder)
      throws IOException, NotApplicable {
    List<String> command = commands.get(task);
    if (command == null) {
      throw new NotApplicable("there is no " + task.option());
    }
    List<String> words =
        command.stream()
            .flatMap(word -> withPaths(word, paths))
            .map(word -> word.replace("{port}", String.valueOf(port)))
            .map(word -> word.replace("{folder}", folder.toString()))
            .toList();
    for (String word : words) {
      if (!ofArguments().newEncoder().canEncode(word)) {
        throw new NotApplicable("the locale has no way to say " + word + " (try {urlpath})");
      }
    }
    Path out = Files.createTempFile(outputs, "out", ".txt");
    Path err = Files.createTempFile(outputs, "err", ".txt");
    Process process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Started(process, out, err);
  }

  private static Charset ofArguments() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  private static Stream<String> withPaths(String word, List<String> paths) {
    if (!word.contains(PATH) && !word.contains(URL_PATH)) {
      return Stream.of(word);
    }
    return paths.stream().map(path -> word.replace(PATH, path).replace(URL_PATH, encoded(path)));
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private record Started(Process process, Path outFile, Path errFile) implements Running {

    @Override
    public boolean waitFor(Duration time) throws InterruptedException {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int exitCode() {
      return process.exitValue();
    }

    @Override
    public String out() throws IOException {
      return text(outFile);
    }

    @Override
    public String err() throws IOException {
      return text(errFile);
    }

    private static String text(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
