package io.ft.examples.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.Dialect;
import io.ft.examples.Loopback;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {

  @Test
  void onePortServesPagesAndFiles(@TempDir Path folder) throws Exception {
    try (Loopback server = new Loopback(WebServer::start)) {
      Path target = folder.resolve("numbers");
      server.download("numbers/2", Dialect.FRAMED, target);

      assertThat(Files.readString(target)).isEqualTo("0000000\n0000001\n");
      assertThat(get(server)).isEqualTo("hello\n");
    }
  }

  private static String get(Loopback server) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
    HttpRequest request = HttpRequest.newBuilder(page).version(HttpClient.Version.HTTP_1_1).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
