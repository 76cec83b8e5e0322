package io.ft.conformance.cli;

import io.ft.conformance.server.Tree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft-conformance tree DIR}. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    versionProvider = ConformanceMain.Version.class,
    description = "Makes the files that a server must serve while it is tried.")
final class TreeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A new folder for them.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      throw new ParameterException(spec.commandLine(), folder + " is there already", e);
    }
    Tree.create(folder);
    return 0;
  }
}
