package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ft.server.admin.Admin;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be seen of a server by HTTP, and that it is what the documentation says. */
class AdminTest {

  private static final Path DOCUMENTS = Path.of("..", "docs");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_0-9]+)(?:\\{.*\\})? ");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z_0-9]+)");
  private static final Pattern USED = Pattern.compile("\\b(?:ft|jvm|process|system)_[a-z_0-9]+");

  private final HttpClient http = HttpClient.newHttpClient();
  private Path root;
  private Admin admin;

  @BeforeEach
  void startAdmin(@TempDir Path temporary) throws IOException {
    root = temporary;
    admin = Admin.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "1.2.3");
  }

  @AfterEach
  void closeAdmin() {
    admin.close();
  }

  private HttpResponse<String> send(String method, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.address().getPort() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String metrics() {
    return send("GET", "/metrics").body();
  }

  @Test
  void serverIsReadyWhenItListensAndNotWhenItStops() throws Exception {
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/readyz").body()).isEqualTo("starting\n");
    ServerConfig config = TestServer.config(root);
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
      assertThat(metrics()).contains("ft_ready 1.0");

      admin.stopping();
      assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
      assertThat(send("GET", "/healthz").body()).isEqualTo("alive\n");
    }
  }

  @Test
  void serverWithoutRoomForAnotherConnectionIsNotReady() throws Exception {
    ServerConfig config =
        TestServer.config(root, settings -> settings.connections(new ConnectionLimits(1, 1)));
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      try (Socket client = Sockets.connect(server.address())) {
        Await.until("it is full", () -> send("GET", "/readyz").statusCode() == 503);
        assertThat(send("GET", "/readyz").body()).isEqualTo("all connections are taken\n");
        try (Socket other = Sockets.connect(server.address())) {
          Await.until(
              "the other one was refused",
              () -> metrics().contains("ft_connections_refused_total{reason=\"connections\"} 1.0"));
          assertThat(other.isConnected()).isTrue();
        }
        assertThat(client.isConnected()).isTrue();
      }
      Await.until("it has room again", () -> send("GET", "/readyz").statusCode() == 200);
    }
  }

  @Test
  void countsWhatHappens() throws Exception {
    TestFiles.create(root.resolve("file"), 1_000);
    ServerConfig config = TestServer.config(root);
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      try (FramedClient client = FramedClient.connect(server.address())) {
        client.greet(FramedClient.HELLO);
        client.fetch(1, "file");
        client.fetch(2, "none");
        Await.until(
            "both were counted",
            () ->
                metrics()
                    .contains(
                        "ft_exchanges_total{dialect=\"framed\",kind=\"file\",outcome=\"not_found\"} 1.0"));
        assertThat(metrics())
            .contains("ft_exchanges_total{dialect=\"framed\",kind=\"file\",outcome=\"sent\"} 1.0")
            .contains("ft_sent_bytes_total{dialect=\"framed\"} 1000.0")
            .contains("ft_exchange_seconds_count{kind=\"file\"} 2")
            .contains("ft_connections 1.0", "ft_connections_opened_total 1.0")
            .contains("ft_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\"} 1");
      }
      Await.until("it is gone", () -> metrics().contains("ft_connections_closed_total 1.0"));
    }
  }

  @Test
  void countsWhatIsSentWhileItIsSent() throws Exception {
    TestFiles.create(root.resolve("large"), 64 << 20);
    ServerConfig config = TestServer.config(root);
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      try (FramedClient client = FramedClient.connectWithSmallBuffer(server.address())) {
        client.greet(FramedClient.HELLO);
        client.send(FramedClient.wholeFile(1, "large"));

        Await.until("a block was counted", () -> sentBytes() > 0);
        assertThat(sentBytes()).isLessThan(64 << 20);
        assertThat(metrics()).contains("ft_exchange_seconds_count{kind=\"file\"} 0");
      }
    }
  }

  private double sentBytes() {
    Matcher counted =
        Pattern.compile("ft_sent_bytes_total\\{dialect=\"framed\"} (\\S+)").matcher(metrics());
    assertThat(counted.find()).isTrue();
    return Double.parseDouble(counted.group(1));
  }

  @Test
  void answersNothingElse() {
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/metrics/../etc").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(send("DELETE", "/healthz").headers().firstValue("allow")).contains("GET, HEAD");
    assertThat(send("HEAD", "/healthz").body()).isEmpty();
    assertThat(send("GET", "/healthz?x=1").statusCode()).isEqualTo(200);
  }

  @Test
  void brokenRequestIsRefusedAndNothingElseSuffers() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort())) {
      client.getOutputStream().write("GET /healthz\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 400");
    }
    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void clientThatAsksAgainAndAgainIsAnsweredOnce() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort())) {
      String asked = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);
      client.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64 * 1024];
      int length = client.getInputStream().read(answer);
      String text = new String(answer, 0, length, StandardCharsets.US_ASCII);
      assertThat(text).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1");
      assertThat(text.toLowerCase(Locale.ROOT)).contains("connection: close");
    }
  }

  @Test
  void clientsThatSayNothingKeepNobodyFromHealthAndNotTheProgramFromItsEnd() throws IOException {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), admin.address().getPort())) {
      silent.getOutputStream().write("GET /met".getBytes(StandardCharsets.UTF_8));
      assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
      admin.close();
      assertThat(silent.getInputStream().read()).isNegative();
    }
  }

  @Test
  void documentNamesEachMetricThatThereIsAndNoOther() throws Exception {
    ServerConfig config = TestServer.config(root);
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      Set<String> there = new TreeSet<>();
      find(SAMPLE, metrics(), there);
      there.removeIf(name -> name.matches("(jvm|process|system)_.*"));
      String document = Files.readString(DOCUMENTS.resolve("operations.md"));
      Set<String> documented = new TreeSet<>();
      find(DOCUMENTED, document.substring(document.indexOf("## Metrics")), documented);
      Set<String> ours = new TreeSet<>(documented);
      ours.removeIf(name -> !name.startsWith("ft_"));

      Set<String> families = new TreeSet<>();
      there.forEach(
          name -> families.add(name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds")));
      assertThat(ours).isEqualTo(families);
    }
  }

  @Test
  void dashboardAndAlarmsUseMetricsThatThereAre() throws Exception {
    Set<String> used = new TreeSet<>();
    find(USED, Files.readString(DOCUMENTS.resolve("prometheus-ft-server.yml")), used);
    assertThat(used).isNotEmpty();
    try (JsonParser json =
        new JsonFactory().createParser(DOCUMENTS.resolve("grafana-ft-server.json").toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && "expr".equals(json.currentName())) {
          find(USED, json.getText(), used);
        }
      }
    }
    ServerConfig config = TestServer.config(root);
    try (FileServer server = FileServer.start(config, admin.events())) {
      admin.ready(server, () -> config);
      Set<String> there = new TreeSet<>();
      find(SAMPLE, metrics(), there);
      assertThat(used).isNotEmpty();
      assertThat(there).containsAll(used);
    }
  }

  private static void find(Pattern pattern, String text, Set<String> names) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
    }
  }
}
