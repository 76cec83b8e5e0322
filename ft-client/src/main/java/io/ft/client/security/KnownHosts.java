package io.ft.client.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that were met before: a text file with a line {@code HOST:PORT sha256:HEX} for each
 * that is known by its key, and {@code HOST:PORT authority} for each for which an authority has
 * vouched. A server may have several lines, and then what any of them says. Empty lines and those
 * that begin with {@code #} say nothing.
 *
 * <p>Waits for the disk. Safe for several threads and several processes that add at once: each
 * takes a lock, reads the file anew, and replaces it as a whole. It is read without a lock.
 */
final class KnownHosts {

  private static final String AUTHORITY = "authority";
  private static final String EXPECTED =
      "expected: HOST:PORT sha256:HEX, or HOST:PORT " + AUTHORITY + "; an IPv6 address in brackets";

  /** A byte order mark, which some editors put at the beginning of a file. */
  private static final String MARK = "\uFEFF";

  private static final Pattern NAME =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(%[^\\[\\]\\s]+)?]|[^\\[\\]:\\p{Cntrl}]+):[0-9]{1,5}");

  private static final long MAX_WAIT_MILLIS = 5_000;
  private static final long LOOK_AGAIN_MILLIS = 20;

  /** A file's lock is the process's; among the threads of a process this one decides. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  /**
   * What came of adding.
   *
   * @param isNew whether it was added; false if something was known of it by then
   */
  record Addition(boolean isNew, KnownServer server) {}

  private final Path file;
  private final long maxWaitMillis;

  KnownHosts(Path file) {
    this(file, MAX_WAIT_MILLIS);
  }

  /**
   * Known hosts in {@code file}.
   *
   * @param maxWaitMillis how long it is waited for others that add
   */
  KnownHosts(Path file, long maxWaitMillis) {
    this.file = file;
    this.maxWaitMillis = maxWaitMillis;
  }

  /** How a server is named in the file. */
  static String name(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return (lower.indexOf(':') >= 0 ? "[" + lower + "]" : lower) + ":" + port;
  }

  /**
   * What is known of a server, by {@link #name}.
   *
   * @throws IOException if the file cannot be read, or a line is not as it has to be; the message
   *     is one for people
   */
  KnownServer find(String name) throws IOException {
    List<KnownServer.Entry> found = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      String line = (i == 0 && text.startsWith(MARK) ? text.substring(1) : text).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\s+");
      KeyFingerprint key = key(fields, i + 1);
      if (fields[0].equalsIgnoreCase(name)) {
        found.add(new KnownServer.Entry(i + 1, key));
      }
    }
    return new KnownServer(file, found);
  }

  private @Nullable KeyFingerprint key(String[] fields, int line) throws IOException {
    try {
      // A name that is never asked for would leave its server unknown, and nobody would be told.
      if (fields.length != 2 || !NAME.matcher(fields[0]).matches()) {
        throw new IllegalArgumentException(EXPECTED);
      }
      return fields[1].equals(AUTHORITY) ? null : KeyFingerprint.parse(fields[1]);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new IOException(FileProblems.describe(e, file), e);
    }
  }

  /**
   * Adds a server, if nothing is known of it.
   *
   * @param key the key that it has to have; null if an authority has to vouch for it
   * @return what is known of it then: this, or what was known before
   * @throws IOException as {@link #find}; or it cannot be written, or others do so all the time
   */
  Addition add(String name, @Nullable KeyFingerprint key) throws IOException {
    KnownServer before = find(name);
    if (!before.isUnknown()) {
      return new Addition(false, before);
    }
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    try {
      if (!LOCK.tryLock(maxWaitMillis, TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        return addAlone(name, key, deadlineNanos);
      } finally {
        LOCK.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for others that add to " + file, e);
    }
  }

  private Addition addAlone(String name, @Nullable KeyFingerprint key, long deadlineNanos)
      throws IOException, InterruptedException {
    try {
      ReplacedFile replaced = ReplacedFile.of(file);
      // The lock ends with the channel.
      try (FileChannel channel = replaced.openLock()) {
        lock(channel, deadlineNanos);
        KnownServer found = find(name);
        if (!found.isUnknown()) {
          return new Addition(false, found);
        }
        List<String> lines = new ArrayList<>(lines());
        lines.add(name + " " + (key == null ? AUTHORITY : key));
        replaced.replace(lines);
        KnownServer.Entry added = new KnownServer.Entry(lines.size(), key);
        return new Addition(true, new KnownServer(file, List.of(added)));
      }
    } catch (FileSystemException e) {
      throw new IOException(FileProblems.describe(e, file), e);
    }
  }

  /** Java cannot wait for another process and stop waiting: so it is looked again and again. */
  private void lock(FileChannel channel, long deadlineNanos)
      throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    while (lock == null) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw busy();
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
      lock = channel.tryLock();
    }
  }

  private IOException busy() {
    return new IOException(
        "others have been adding to " + file + " for " + maxWaitMillis + " ms: its lock is taken");
  }
}
