package io.ft.client.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The keys of servers that were met before: a text file with a line {@code HOST:PORT sha256:HEX}
 * for each. A server may have several lines, and then any of the keys. Empty lines and those that
 * begin with {@code #} say nothing.
 *
 * <p>Waits for the disk. Safe for several threads and several processes that add at once: each
 * takes a lock, reads the file anew, and replaces it as a whole. It is read without a lock.
 */
final class KnownHosts {

  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** A file's lock is the process's; among the threads of a process this one decides. */
  private static final Object LOCK = new Object();

  /** What the file says of a server. */
  record Entry(int line, KeyFingerprint key) {}

  private final Path file;

  KnownHosts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** How a server is named in the file. */
  static String name(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return (lower.indexOf(':') >= 0 ? "[" + lower + "]" : lower) + ":" + port;
  }

  /**
   * What is known of a server, by {@link #name}.
   *
   * @throws IOException if the file cannot be read, or a line is not as it has to be
   */
  List<Entry> find(String name) throws IOException {
    List<Entry> found = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\s+");
      KeyFingerprint key = key(fields, i + 1);
      if (fields[0].equalsIgnoreCase(name)) {
        found.add(new Entry(i + 1, key));
      }
    }
    return found;
  }

  private KeyFingerprint key(String[] fields, int line) throws IOException {
    try {
      if (fields.length != 2) {
        throw new IllegalArgumentException("expected: HOST:PORT sha256:HEX");
      }
      return KeyFingerprint.parse(fields[1]);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Adds a server, unless somebody has just done so.
   *
   * @return what is known of it then: this key, or what the other one has added
   */
  List<Entry> add(String name, KeyFingerprint key) throws IOException {
    Path absolute = file.toAbsolutePath();
    // Who keeps the file elsewhere and links to it keeps the link.
    Path target = Files.exists(absolute) ? absolute.toRealPath() : absolute;
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, PRIVATE_FOLDER));
    }
    Path lock = folder.resolve(target.getFileName() + ".lock");
    synchronized (LOCK) {
      try (FileChannel channel =
          FileChannel.open(
              lock,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              attributes(folder, PRIVATE_FILE))) {
        // It ends with the channel.
        channel.lock();
        List<Entry> found = find(name);
        if (!found.isEmpty()) {
          return found;
        }
        List<String> lines = new ArrayList<>(lines());
        lines.add(name + " " + key);
        replace(target, folder, lines);
        return List.of(new Entry(lines.size(), key));
      }
    }
  }

  private static void replace(Path target, Path folder, List<String> lines) throws IOException {
    Path fresh =
        Files.createTempFile(folder, ".known_hosts-", "", attributes(folder, PRIVATE_FILE));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] attributes(Path folder, Set<PosixFilePermission> permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
