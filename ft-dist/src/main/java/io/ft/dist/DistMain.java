package io.ft.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.server.cli.ServerMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the generated files of an installation: those below a folder that stands for {@code
 * /usr/share}, and an example of a config file. The build runs it.
 */
public final class DistMain {

  private DistMain() {}

  /**
   * Writes them.
   *
   * @param args the folder to write to; the one with the texts of the manuals; the change log; the
   *     version; the time, in ISO format; the maintainer; the folder for configurations
   */
  public static void main(String[] args) throws IOException {
    Path share = Path.of(args[0]);
    Path manuals = Path.of(args[1]);
    String changes = Files.readString(Path.of(args[2]));
    String version = args[3];
    LocalDate date = LocalDate.ofInstant(Instant.parse(args[4]), ZoneOffset.UTC);
    String maintainer = args[5];
    write(Path.of(args[6]).resolve("server.toml"), ServerMain.exampleConfig().getBytes(UTF_8));
    for (Program program : Program.all()) {
      String name = program.name();
      String text = Files.readString(manuals.resolve(name + ".1"));
      String page = new ManPage(program).fill(text, version, date.toString());
      write(share.resolve("man/man1/" + name + ".1.gz"), gzip(page));
      String bash = AutoComplete.bash(name, new CommandLine(program.spec()));
      // The shell reads it; nobody runs it.
      bash = bash.substring(bash.indexOf('\n') + 1);
      write(share.resolve("bash-completion/completions/" + name), bash.getBytes(UTF_8));
      write(
          share.resolve("zsh/vendor-completions/_" + name),
          ZshCompletion.of(program).getBytes(UTF_8));
      write(
          share.resolve("fish/vendor_completions.d/" + name + ".fish"),
          FishCompletion.of(program).getBytes(UTF_8));
    }
    write(
        share.resolve("doc/ft/changelog.gz"),
        gzip(DebianChangelog.of(changes, version, date, maintainer)));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** As {@code gzip -9n} makes it, so that it is the same each time. */
  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(9);
          }
        }) {
      gzip.write(text.getBytes(UTF_8));
    }
    byte[] content = bytes.toByteArray();
    // The header's fields that say how well it is compressed, and on which system.
    content[8] = 2;
    content[9] = 3;
    return content;
  }
}
