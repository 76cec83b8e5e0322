package io.ft.conformance.client;

import io.ft.conformance.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a run of the client ended.
 *
 * @param exitCode 0 if it says that it has what it was asked for; -1 if it had not ended
 * @param folder what it had as its folder, the only name in the folder that it lies in
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 * @param port of the server
 * @param connections how many it made
 * @param findings what it did wrong on the way
 */
record Run(
    int exitCode,
    Path folder,
    String out,
    String err,
    int port,
    int connections,
    List<Finding> findings) {

  private static final int SHOWN_CHARS = 500;

  Run {
    findings = List.copyOf(findings);
  }

  /** It must say that all went well. */
  Run expectSuccess() throws Violation {
    if (exitCode != 0) {
      throw new Violation("the client ended with " + exitCode + " (expected: 0)");
    }
    return this;
  }

  /** It must say that it has failed. */
  Run expectFailure() throws Violation {
    if (exitCode == 0) {
      throw new Violation("the client ended with 0 (expected: a failure)");
    }
    return this;
  }

  /** It must have the file, with this content, and say so. */
  Run expectDelivered(String name, ServedFile file) throws IOException, Violation {
    expectSuccess();
    return expectFile(name, file);
  }

  /** It must have the file, with this content. */
  Run expectFile(String name, ServedFile file) throws IOException, Violation {
    Path copy = folder.resolve(name);
    if (!Files.exists(copy)) {
      throw new Violation("the client ended with " + exitCode + ", and there is no " + name);
    }
    if (!Arrays.equals(Files.readAllBytes(copy), file.content())) {
      throw new Violation("the client's copy of " + name + " is not the file");
    }
    return this;
  }

  /** It must say that it has failed, and there must be no file of this name. */
  Run expectNotDelivered(String name) throws Violation {
    expectFailure();
    return expectNoFile(name);
  }

  Run expectNoFile(String name) throws Violation {
    if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      throw new Violation("the client left a " + name);
    }
    return this;
  }

  /** It must have the file and say so, or not have it and say so. */
  Run expectDeliveredOrNot(String name, ServedFile file) throws IOException, Violation {
    return exitCode == 0 ? expectDelivered(name, file) : expectNotDelivered(name);
  }

  /** Beside its folder it must have written nothing. */
  Run expectNothingOutside() throws IOException, Violation {
    try (Stream<Path> names = Files.list(folder.getParent())) {
      for (Path name : names.toList()) {
        if (!name.equals(folder)) {
          throw new Violation("the client wrote " + name.getFileName() + " outside of its folder");
        }
      }
    }
    return this;
  }

  /** It must not have broken any of these rules in this run: ids with a blank between them. */
  Run expectKept(String rules) throws Violation {
    List<String> ids = List.of(rules.split(" "));
    for (Finding finding : findings) {
      if (ids.contains(finding.rule())) {
        throw new Violation(finding.toString());
      }
    }
    return this;
  }

  /** How it ended, for people. */
  List<String> end() {
    List<String> lines = new ArrayList<>();
    lines.add(exitCode < 0 ? "the client had not ended" : "exit code " + exitCode);
    shortened(err.strip()).lines().map(line -> "standard error: " + line).forEach(lines::add);
    return lines;
  }

  private static String shortened(String text) {
    String start = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    return start.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\n]]", "?");
  }
}
