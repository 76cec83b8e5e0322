package io.ft.client.security;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says for people why a file cannot be used: Java often says no more than its name. */
final class FileProblems {

  private FileProblems() {}

  /** What {@code problem} means; {@code file} is the one that was read. */
  static String describe(IOException problem, Path file) {
    if (problem instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    if (problem instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (problem instanceof CharacterCodingException) {
      return file + " is not UTF-8";
    }
    if (problem instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    return String.valueOf(problem.getMessage());
  }
}
