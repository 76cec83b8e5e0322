package io.ft.conformance.server;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Paths that break P-1. Many would be {@link Tree#SMALL} or lead out of the root. */
final class HostilePaths {

  /** All of them; the empty one is for REQUEST alone. */
  static final List<byte[]> ALL =
      Stream.concat(
              Stream.of(
                      "",
                      "/",
                      "/hello.txt",
                      "//hello.txt",
                      "hello.txt/",
                      "folder/",
                      "folder//large.bin",
                      ".",
                      "./hello.txt",
                      "folder/.",
                      "folder/./large.bin",
                      "..",
                      "../hello.txt",
                      "../../../../../../etc/passwd",
                      "folder/..",
                      "folder/../hello.txt",
                      "folder/nothing/../../hello.txt",
                      "/etc/passwd",
                      "hello.txt\0",
                      "hello.txt\0.png",
                      "\0",
                      "folder\0/large.bin")
                  .map(path -> path.getBytes(StandardCharsets.UTF_8)),
              Stream.of(
                      // Bytes that UTF-8 never has; one byte short; a byte too many.
                      "68656c6c6f2e747874ff",
                      "ff",
                      "c3",
                      "66c3",
                      "a9",
                      // Overlong forms of '/', '.' and NUL.
                      "666f6c646572c0af6c617267652e62696e",
                      "c0ae",
                      "c0aec0ae2f68656c6c6f2e747874",
                      "e080ae",
                      "68656c6c6f2e747874c080",
                      // A surrogate, a pair of them, and a code point above the last one.
                      "eda080",
                      "eda080edb080",
                      "f4908080")
                  .map(HexFormat.of()::parseHex))
          .toList();

  private HostilePaths() {}

  static String describe(byte[] path) {
    String text = new String(path, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    return "the path \"" + text + "\" (" + HexFormat.of().formatHex(path) + ")";
  }
}
