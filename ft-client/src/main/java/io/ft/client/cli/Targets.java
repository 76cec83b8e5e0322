package io.ft.client.cli;

import io.ft.client.RemoteFile;
import io.ft.client.Target;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides where each file goes. */
final class Targets {

  /** The name of the file that is none. */
  static final String STANDARD_OUTPUT = "-";

  private final @Nullable String file;
  private final Path directory;
  private final Set<Path> taken = new HashSet<>();

  /**
   * Targets as the options say.
   *
   * @param file the value of {@code -o}
   * @param directory the value of {@code -O}
   */
  Targets(@Nullable String file, @Nullable Path directory) {
    this.file = file;
    this.directory = directory == null ? Path.of("") : directory;
  }

  /**
   * Where {@code source} goes.
   *
   * @throws IllegalArgumentException if there is no name for it, or another file has it already
   * @throws IOException if the target is there and cannot be written
   */
  Target of(RemoteFile source) throws IOException {
    if (STANDARD_OUTPUT.equals(file)) {
      return Target.stream(new FileOutputStream(FileDescriptor.out).getChannel());
    }
    return take(directory.resolve(file == null ? localName(source) : name(file)));
  }

  /**
   * The file at {@code relative} below the folder.
   *
   * @throws IllegalArgumentException if it cannot have this name, or another file has it already
   * @throws IOException if the target is there and cannot be written
   */
  Target below(String relative) throws IOException {
    return take(directory.resolve(name(relative)));
  }

  private Target take(Path path) throws IOException {
    if (!taken.add(path.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException("another file of this call has the same target: " + path);
    }
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      // A device or a pipe is written to; a file put in its place would be a surprise.
      return Target.stream(FileChannel.open(path, StandardOpenOption.WRITE));
    }
    return Target.file(path);
  }

  private static Path localName(RemoteFile source) {
    String name = source.name();
    Path path = name(name);
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || path.isAbsolute()
        || path.getNameCount() != 1
        || !path.toString().equals(name)) {
      throw new IllegalArgumentException("the path ends in no file name; say one with -o");
    }
    return path;
  }

  private static Path name(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the name cannot be used here (" + e.getReason() + "); say another with -o", e);
    }
  }
}
