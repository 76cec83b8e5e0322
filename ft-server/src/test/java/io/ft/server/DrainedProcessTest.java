package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Exists;
import io.ft.codec.GoAway;
import io.ft.server.cli.ServerProcess;
import io.ft.server.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the program while a client downloads: the client can go on later. */
class DrainedProcessTest {

  @Test
  void slowClientIsToldToGoAwayAndTheProgramEndsWell(@TempDir Path folder) throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (ServerProcess server =
            ServerProcess.start(
                folder,
                "--host=127.0.0.1",
                "--port=0",
                "--block-size=64K",
                "--drain-timeout=1000",
                root.toString());
        FramedClient client = FramedClient.connectWithSmallBuffer(server.awaitListening())) {
      client.greet(FramedClient.HELLO);
      client.send(FramedClient.wholeFile(1, "large"));
      client.next(Exists.class);

      server.terminate();
      server.awaitError("stopping: 1 connections have 1000.0 s");

      boolean told = false;
      int intact = 0;
      Object next = client.next();
      while (next instanceof Block || next instanceof GoAway) {
        told |= next instanceof GoAway;
        if (next instanceof Block block) {
          assertThat(block.intact()).isTrue();
          intact++;
        }
        next = client.next();
      }
      assertThat(told).isTrue();
      assertThat(intact).isPositive();
      assertThat(server.awaitExit()).isZero();
    }
  }
}
