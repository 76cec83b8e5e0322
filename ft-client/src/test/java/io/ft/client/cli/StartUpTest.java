package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.ServedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a short download does not pay for. */
class StartUpTest {

  @Test
  void downloadWithoutTlsLoadsNothingOfIt(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes");
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("a.txt", 1000);
      List<String> options = List.of("-Xlog:class+load:file=" + classes);
      try (FtProcess ft =
          FtProcess.start(
              folder, List.of(), options, "get", "ft://127.0.0.1:" + served.port() + "/a.txt")) {
        assertThat(ft.exitCode()).as(ft.errors()).isZero();
      }
    }
    try (Stream<String> loaded = Files.lines(classes)) {
      assertThat(loaded.filter(line -> line.contains("io.ft.client.FileClient "))).isNotEmpty();
    }
    try (Stream<String> loaded = Files.lines(classes)) {
      assertThat(
              loaded.filter(
                  line ->
                      line.contains("] io.netty.handler.ssl")
                          || line.contains("] javax.net.ssl")
                          || line.contains("] io.ft.client.Tls")
                          || line.contains("] io.ft.client.security.TlsContext")))
          .isEmpty();
    }
  }
}
