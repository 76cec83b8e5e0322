package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the folder under a good name and still must not be served. */
class RefusedFilesTest {

  private Path folder;
  private Path root;
  private ConfinedDirectory store;

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(root.resolve("sub/file"), 10);
    TestFiles.create(folder.resolve("outside/secret"), 10);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
  }

  @AfterEach
  void closeStore() throws IOException {
    assertThat(OpenHandles.below(folder)).containsOnly(root);
    store.close();
  }

  @Test
  void missingFileIsNotServed() {
    assertNotServed("missing");
    assertNotServed("sub/missing");
    assertNotServed("missing/file");
  }

  @Test
  void fileIsNoFolder() {
    assertNotServed("file/file");
    assertNotServed("sub/file/x/y");
  }

  @Test
  void folderIsNotServed() {
    assertNotServed("sub");
  }

  @Test
  void pipeIsNotServedAndDoesNotBlock() throws Exception {
    TestFiles.createPipe(root.resolve("pipe"));

    assertNotServed("pipe");
    assertNotServed("pipe/file");
  }

  @Test
  void socketIsNotServed() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

      assertNotServed("socket");
    }
  }

  @Test
  void linkToAFileOutsideIsNotServed() throws IOException {
    link("out", folder.resolve("outside/secret"));
    link("up", Path.of("../outside/secret"));

    assertNotServed("out");
    assertNotServed("up");
  }

  @Test
  void linkToAFileInsideIsNotServed() throws IOException {
    link("inside", Path.of("file"));
    link("sub/inside", root.resolve("file"));

    assertNotServed("inside");
    assertNotServed("sub/inside");
  }

  @Test
  void linkToAFolderIsNotEntered() throws IOException {
    link("out", folder.resolve("outside"));
    link("inside", Path.of("sub"));
    link("here", Path.of("."));
    link("sub/up", Path.of("../.."));

    assertNotServed("out/secret");
    assertNotServed("inside/file");
    assertNotServed("here/file");
    assertNotServed("sub/up/outside/secret");
  }

  @Test
  void linkThatLeadsNowhereIsNotServed() throws IOException {
    link("dangling", Path.of("missing"));
    link("loop", Path.of("loop"));

    assertNotServed("dangling");
    assertNotServed("dangling/file");
    assertNotServed("loop");
    assertNotServed("loop/file");
  }

  @Test
  void unreadableFileAndFolderAreNotServed() throws IOException {
    Files.setPosixFilePermissions(
        root.resolve("file"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        root.resolve("sub"), PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(root.resolve("file")), "this user may read everything");

      assertNotServed("file");
      assertNotServed("sub/file");
    } finally {
      Files.setPosixFilePermissions(
          root.resolve("sub"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), target);
  }

  private void assertNotServed(String name) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.open(name, Permission.ALL));
  }
}
