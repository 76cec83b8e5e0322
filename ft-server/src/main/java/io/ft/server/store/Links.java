package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the symbolic links below one folder lead. What is read of a link is a name and nothing
 * more: it is put in place of the link, and the walk begins anew at the root. So it does no harm
 * that the link is read by its path, which may lead anywhere by then.
 *
 * <p>Thread-safe.
 */
final class Links {

  /** As many as Linux follows. */
  static final int MAX_LINKS = 40;

  private static final Path UP = Path.of("..");
  private static final Path HERE = Path.of(".");

  private final Path root;
  private final boolean hiddenFiles;

  /**
   * Links below {@code root}.
   *
   * @param root its real path
   * @param hiddenFiles whether a link may lead to or through a hidden name
   */
  Links(Path root, boolean hiddenFiles) {
    this.root = root;
    this.hiddenFiles = hiddenFiles;
  }

  static boolean isUp(Path part) {
    return part.equals(UP);
  }

  /**
   * The parts that lead where {@code parts} do, without the link that a walk has met.
   *
   * @param index of the link, or of {@code ..}; all parts before it are folders and no links
   * @throws NotServedException if that is outside, hidden, or no name that a file can have
   */
  List<Path> without(List<Path> parts, int index) throws IOException {
    List<Path> result = new ArrayList<>(parts.subList(0, index));
    if (isUp(parts.get(index))) {
      up(result);
    } else {
      Path target;
      try {
        target = Files.readSymbolicLink(resolve(root, parts.subList(0, index + 1)));
      } catch (NotLinkException e) {
        // It was one just for a moment.
        return parts;
      }
      append(target, result);
    }
    result.addAll(parts.subList(index + 1, parts.size()));
    checkLength(result);
    return result;
  }

  private void append(Path target, List<Path> result) throws NotServedException {
    int from = 0;
    if (target.isAbsolute()) {
      if (!target.startsWith(root)) {
        throw new NotServedException("a link that leads outside");
      }
      result.clear();
      from = root.getNameCount();
    }
    boolean folders = true;
    for (int i = from; i < target.getNameCount(); i++) {
      Path part = target.getName(i);
      if (part.equals(HERE)) {
        continue;
      }
      // Behind a name that may be a link itself, '..' is not the folder that the name is in. It
      // waits until the walk has come there.
      if (isUp(part) && folders) {
        up(result);
        continue;
      }
      folders = false;
      if (!isUp(part)) {
        check(part);
      }
      result.add(part);
    }
  }

  private static void up(List<Path> parts) throws NotServedException {
    if (parts.isEmpty()) {
      throw new NotServedException("a link that leads outside");
    }
    parts.remove(parts.size() - 1);
  }

  private void check(Path part) throws NotServedException {
    String text = part.toString();
    if (!hiddenFiles && PathParts.isHidden(text)) {
      throw new NotServedException("a link that leads to a hidden name");
    }
    if (text.getBytes(UTF_8).length > PathParts.MAX_PART_BYTES) {
      throw new NotServedException("a link that leads to a part that is too long");
    }
  }

  private static void checkLength(List<Path> parts) throws NotServedException {
    int bytes = 0;
    for (Path part : parts) {
      bytes += part.toString().getBytes(UTF_8).length + 1;
    }
    if (bytes > Limits.MAX_PATH_BYTES + 1) {
      throw new NotServedException("a link that makes a path too long");
    }
  }

  /** The path of what has these names below {@code root}. */
  static Path resolve(Path root, List<Path> parts) {
    Path path = root;
    for (Path part : parts) {
      path = path.resolve(part);
    }
    return path;
  }
}
