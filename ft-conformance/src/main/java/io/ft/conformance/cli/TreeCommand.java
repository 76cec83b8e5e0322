package io.ft.conformance.cli;

import io.ft.conformance.server.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ft-conformance tree DIR}. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = "Makes the files that a server must serve while it is tried.")
final class TreeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A new folder for them.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    Files.createDirectory(folder);
    Tree.create(folder);
    return 0;
  }
}
