package io.ft.client.cli;

import io.ft.client.tree.TreeEntry;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is to be fetched, in that order: files that were named, and those of trees. Of a long tree
 * only what is running is spelled out.
 *
 * @param named files that were named
 * @param files files that were found
 * @param folders folders that were found
 * @param toPlanned spells out a file that was found
 */
record Plan(
    List<Planned> named,
    List<TreeEntry> files,
    List<TreeEntry> folders,
    Function<TreeEntry, Planned> toPlanned) {

  long count() {
    return (long) named.size() + files.size();
  }

  /** How long those are together whose length is known, in bytes. */
  long bytes() {
    return files.stream().mapToLong(file -> file.entry().sizeBytes()).sum();
  }

  Iterator<Planned> iterator() {
    return Stream.concat(named.stream(), files.stream().map(toPlanned)).iterator();
  }
}
