package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.ft.client.tree.UrlPattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what the user has asked for. Whatever is wrong in it is found here, before any request. */
final class WantedList {

  static final String STANDARD_INPUT = "-";
  private static final String SCHEME = "ft://";
  private static final String SECURE_SCHEME = "fts://";

  private final SourceOptions options;
  private final InputStream standardInput;
  private final List<Wanted> wanted = new ArrayList<>();

  WantedList(SourceOptions options, InputStream standardInput) {
    this.options = options;
    this.standardInput = standardInput;
  }

  /**
   * Reads the command line, and the file with more names.
   *
   * @throws IllegalArgumentException if something in it is wrong; the message says what and where
   */
  List<Wanted> read() {
    String filesFrom = options.filesFrom();
    if (filesFrom == null) {
      options.urls().forEach(this::url);
    } else {
      lines(filesFrom);
    }
    return wanted;
  }

  private void url(String url) {
    try {
      UrlPattern pattern = options.globs() ? UrlPattern.parse(url) : null;
      if (pattern != null) {
        wanted.add(new Wanted.Matches(url, pattern));
      } else if (options.recursive()) {
        wanted.add(new Wanted.Tree(url, RemoteFolder.parse(url)));
      } else if (url.endsWith("/")) {
        throw new IllegalArgumentException("is a folder (fetch it with -r)");
      } else {
        wanted.add(new Wanted.File(url, RemoteFile.parse(url), null));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(url + ": " + e.getMessage(), e);
    }
  }

  private void lines(String file) {
    List<String> urls = options.urls();
    if (urls.size() > 1) {
      throw new IllegalArgumentException("--files-from takes one URL at most, to begin its paths");
    }
    try (InputStream in =
            file.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(Path.of(file));
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8.newDecoder()))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        line(file, number, line, urls);
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void line(String file, int number, String line, List<String> base) {
    try {
      if (line.isBlank() || line.startsWith("#")) {
        return;
      }
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(SCHEME) || lower.startsWith(SECURE_SCHEME)) {
        url(line);
      } else if (base.isEmpty()) {
        throw new IllegalArgumentException("'" + line + "' is no ft URL, and none is given for it");
      } else {
        pathBelow(RemoteFolder.parse(base.get(0)), line);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }

  private void pathBelow(RemoteFolder folder, String line) {
    String path = line.startsWith("./") ? line.substring(2) : line;
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("'" + line + "' has a part that is empty, '.' or '..'");
      }
    }
    RemoteFile source = folder.file(path);
    wanted.add(new Wanted.File(source.url(), source, path));
  }
}
