package io.ft.server;

import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder to serve that somebody has prepared: with links to what lies outside, hidden files and
 * what is no file at all. What must not be served holds {@link #CANARY}.
 *
 * @param root is served, and has the good files {@code good} and {@code sub/file}
 * @param outside lies beside the root
 */
record HostileFolder(Path root, Path outside) {

  static final String CANARY = "canary 7d1c94e2";

  /** The size of a good file, so that it can be told from the others. */
  static final int GOOD_BYTES = 777;

  static HostileFolder create(Path folder) throws IOException, InterruptedException {
    Path real = folder.toRealPath();
    Path root = Files.createDirectories(real.resolve("root"));
    Path outside = Files.createDirectories(real.resolve("outside"));
    HostileFolder hostile = new HostileFolder(root, outside);
    TestFiles.create(root.resolve("good"), GOOD_BYTES);
    TestFiles.create(root.resolve("sub/file"), GOOD_BYTES);
    TestFiles.create(root.resolve("sub/deep/file"), GOOD_BYTES);
    hostile.createCanaries();
    hostile.createLinks();
    TestFiles.createPipe(root.resolve("pipe"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
    }
    return hostile;
  }

  private void createCanaries() throws IOException {
    for (String path :
        new String[] {
          "../canary",
          "../outside/canary",
          "../root-beside/canary",
          ".secret",
          ".hidden/file",
          ".hidden/.file",
          "sub/.secret",
          "sub/.hidden/file",
          ".git/config",
          ".git/HEAD",
          ".env",
          "..hidden",
          "...hidden/file",
          ".ssh/id_rsa",
          ".good",
          ".good.swp",
          ".htaccess"
        }) {
      Path file = root.resolve(path).normalize();
      Files.createDirectories(file.getParent());
      Files.writeString(file, CANARY);
    }
  }

  private void createLinks() throws IOException {
    Files.createDirectories(root.resolve("links"));
    link("to-file", outside + "/canary");
    link("to-file-relative", "../../outside/canary");
    link("to-file-chained", "to-file-relative");
    link("to-file-by-folder", "to-folder/canary");
    link("to-folder", outside.toString());
    link("to-folder-relative", "../../outside");
    link("up", "../..");
    link("up-up", "up");
    link("passwd", "/etc/passwd");
    link("etc", "/etc");
    link("filesystem", "/");
    link("process", "/proc/self");
    link("zero", "/dev/zero");
    link("stdin", "/proc/self/fd/0");
    link("nowhere", "missing");
    link("loop", "loop");
    link("ping", "pong");
    link("pong", "ping");
    link("pipe", "../pipe");
    link("hidden", "../.secret");
    link("hidden-folder", "../.hidden");
    link("back", "../../root/good");
    link("back-absolute", root + "/../outside/canary");
    link("beside", root + "-beside/canary");
    link("long", "x".repeat(300));
    link("inside", "../good");
    link("inside-absolute", root + "/good");
    link("inside-folder", "../sub");
    link("inside-chained", "inside");
    link("here", "..");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve("links").resolve(name), Path.of(target));
  }
}
