package io.ft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every {@link HostilePath}: those of the resource {@code hostile-paths.txt}, and those that are
 * made by a rule.
 */
final class HostilePaths {

  private static final int LONGEST_PART_BYTES = 255;
  private static final int LONGEST_PATH_BYTES = 1024;

  /** Near what fits into a frame. */
  private static final int LONGEST_FRAMED_BYTES = 16_300;

  private static final String GOOD = "sub/file";

  private final HostileFolder folder;
  private final Map<String, HostilePath> paths = new LinkedHashMap<>();

  private HostilePaths(HostileFolder folder) {
    this.folder = folder;
  }

  /** Distinct ones, for a server of {@code folder}. */
  static List<HostilePath> of(HostileFolder folder) throws IOException {
    HostilePaths paths = new HostilePaths(folder);
    paths.read();
    paths.make();
    return List.copyOf(paths.paths.values());
  }

  private void add(String kind, byte[] bytes) {
    HostilePath path = HostilePath.of(kind, bytes);
    paths.putIfAbsent(path.hex(), path);
  }

  private void add(String kind, String text) {
    add(kind, text.getBytes(UTF_8));
  }

  private void read() throws IOException {
    String text;
    try (InputStream in = HostilePaths.class.getResourceAsStream("/hostile-paths.txt")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
    String kind = "";
    for (String line : text.split("\n", -1)) {
      if (line.matches("\\[[a-z0-9-]+]")) {
        kind = line.substring(1, line.length() - 1);
      } else if (!line.isEmpty() && !line.startsWith("# ") && !line.equals("#")) {
        String outside = folder.outside().toString().substring(1);
        String root = folder.root().toString().substring(1);
        add(kind, unescape(line.replace("{outside}", outside).replace("{root}", root)));
      }
    }
  }

  private static byte[] unescape(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != '\\') {
        int end = line.offsetByCodePoints(i, 1);
        bytes.writeBytes(line.substring(i, end).getBytes(UTF_8));
        i = end - 1;
        continue;
      }
      char escape = line.charAt(++i);
      switch (escape) {
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(line.substring(i + 1, i + 3), 16));
          i += 2;
        }
        case 'u' -> {
          int character = Integer.parseInt(line.substring(i + 1, i + 5), 16);
          bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
          i += 4;
        }
        default -> throw new IllegalArgumentException("escape in: " + line);
      }
    }
    return bytes.toByteArray();
  }

  private void make() {
    for (int at = 0; at <= GOOD.length(); at++) {
      add("nul", GOOD.substring(0, at) + "\0" + GOOD.substring(at));
    }
    add("nul", GOOD + "\0.txt");
    add("nul", "\0\0\0\0");
    for (char control = 1; control < ' '; control++) {
      add("control", "go" + control + "od");
      add("control", control + "good");
    }
    for (int up = 1; up <= 12; up++) {
      add("traversal", "../".repeat(up) + "etc/passwd");
      add("traversal", "sub/" + "../".repeat(up) + "outside/canary");
    }
    List<String> dots =
        List.of("..", "%2e%2e", "%252e%252e", "\uff0e\uff0e", "\u2024\u2024", "..\u200b");
    List<String> slashes = List.of("/", "\\", "%2f", "%252f", "%5c", "\uff0f", "\u2215", "\\/");
    for (String dot : dots) {
      for (String slash : slashes) {
        add("mixed", "sub" + slash + dot + slash + dot + slash + "outside" + slash + "canary");
      }
    }
    lengths();
  }

  private void lengths() {
    for (int length : new int[] {LONGEST_PART_BYTES, LONGEST_PART_BYTES + 1, 1023, 1024, 1025}) {
      add("length", "x".repeat(length));
      add("length", "sub/" + "x".repeat(length));
      add("length", "x".repeat(length) + "/file");
      add("length", "\u00e4".repeat(length / 2) + (length % 2 == 0 ? "" : "x"));
    }
    for (int length : new int[] {LONGEST_PATH_BYTES, LONGEST_PATH_BYTES + 1, 4096, 8192}) {
      add("length", "x/".repeat(length / 2 - 1) + (length % 2 == 0 ? "xx" : "xxx"));
      add("length", "../".repeat(length / 3) + "x".repeat(length % 3));
      add("length", "./".repeat(length / 2 - 2) + "good");
      add("length", "/".repeat(length - 4) + "good");
    }
    for (int length : new int[] {2048, LONGEST_FRAMED_BYTES}) {
      add("length", "x".repeat(length));
      add("length", "good" + "\0".repeat(length - 4));
      add("length", new byte[length]);
    }
  }
}
