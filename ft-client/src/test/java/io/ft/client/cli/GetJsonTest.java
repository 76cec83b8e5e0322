package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ft.client.testing.Await;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code ft get --json} tells a program, each event held against the schema. */
class GetJsonTest {

  private static final int BLOCK = FramedPeer.BLOCK_BYTES;
  private static final byte[] CONTENT = TestFiles.content(4 * BLOCK);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicInteger connections = new AtomicInteger();

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void successHasAStartAnEndAndAResult() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("source", 300_000);

      assertThat(get("ft://127.0.0.1:" + served.port() + "/source", "--durable", "full")).isZero();

      List<JsonNode> events = events();
      assertThat(names(events)).containsExactly("start", "verify", "done", "result");
      JsonNode start = events.get(0);
      assertThat(start.get("size").asLong()).isEqualTo(300_000);
      assertThat(start.get("resumed_from").asLong()).isZero();
      assertThat(start.get("name").asText()).isEqualTo("source");
      assertThat(start.get("file").asText()).isEqualTo(folder.resolve("source").toString());
      JsonNode done = events.get(2);
      assertThat(done.get("exit_code").asInt()).isZero();
      assertThat(done.get("received").asLong()).isEqualTo(300_000);
      assertThat(done.get("verified").asLong()).isEqualTo(300_000);
      assertThat(done.get("durable").asLong()).isEqualTo(300_000);
      assertThat(done.get("retries").asInt()).isZero();
      assertThat(done.get("remote_address").asText()).isEqualTo("127.0.0.1:" + served.port());
      JsonNode result = events.get(3);
      assertThat(result.get("exit_code").asInt()).isZero();
      assertThat(result.get("files").asInt()).isEqualTo(1);
      assertThat(result.get("files_done").asInt()).isEqualTo(1);
      assertThat(result.get("remote_address").asText()).isEqualTo("127.0.0.1:" + served.port());
      assertThat(result.get("file")).isEqualTo(done.get("file"));
      assertThat(result.get("received").asLong()).isEqualTo(300_000);
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void timesAreInOrder() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("source", 10);
      get("ft://127.0.0.1:" + served.port() + "/source");

      assertThat(events().stream().map(event -> Instant.parse(event.get("time").asText())))
          .isSorted();
    }
  }

  @Test
  void retryHasItsCauseAndWhatIsKept() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      assertThat(get(url(server), "--retry-delay", "0.001")).isZero();

      List<JsonNode> events = events();
      assertThat(names(events)).containsExactly("start", "retry", "verify", "done", "result");
      JsonNode retry = events.get(1);
      assertThat(retry.get("outcome").asText()).isEqualTo("ended_early");
      assertThat(retry.get("exit_code").asInt()).isEqualTo(18);
      assertThat(retry.get("attempt").asInt()).isEqualTo(1);
      assertThat(retry.get("verified").asLong()).isEqualTo(2 * BLOCK);
      assertThat(events.get(3).get("retries").asInt()).isEqualTo(1);
      assertThat(events.get(4).get("retries").asInt()).isEqualTo(1);
    }
  }

  @Test
  void resumedFileStartsWhereItWas() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      assertThat(get(url(server), "--retry", "0")).isEqualTo(18);
      List<JsonNode> first = events();
      assertThat(names(first)).containsExactly("start", "error", "result");
      JsonNode error = first.get(1);
      assertThat(error.get("outcome").asText()).isEqualTo("ended_early");
      assertThat(error.get("size").asLong()).isEqualTo(CONTENT.length);
      assertThat(error.get("verified").asLong()).isEqualTo(2 * BLOCK);
      assertThat(first.get(2).get("exit_code").asInt()).isEqualTo(18);
      assertThat(first.get(2).get("files_failed").asInt()).isEqualTo(1);

      assertThat(get(url(server))).isZero();

      List<JsonNode> second = events();
      assertThat(names(second)).containsExactly("start", "verify", "done", "result");
      assertThat(second.get(0).get("resumed_from").asLong()).isEqualTo(2 * BLOCK);
      assertThat(second.get(2).get("received").asLong()).isEqualTo(2 * BLOCK);
      assertThat(second.get(2).get("verified").asLong()).isEqualTo(CONTENT.length);
      assertThat(second.get(3).get("resumed_from").asLong()).isEqualTo(2 * BLOCK);
    }
  }

  @Test
  void completeFileIsDoneWithoutAByte() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("source", 300_000);
      String url = "ft://127.0.0.1:" + served.port() + "/source";
      get(url);
      events();

      assertThat(get(url)).isZero();

      JsonNode done = events().get(2);
      assertThat(done.get("received").asLong()).isZero();
      assertThat(done.get("resumed_from").asLong()).isEqualTo(300_000);
    }
  }

  @Test
  void targetThatIsThereIsSkippedOnDemand() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("source", 10);
      String url = "ft://127.0.0.1:" + served.port() + "/source";
      get(url);
      events();

      assertThat(get(url, "--skip-existing")).isZero();

      List<JsonNode> events = events();
      assertThat(names(events)).containsExactly("skip", "result");
      assertThat(events.get(0).get("reason").asText()).isEqualTo("exists");
      assertThat(events.get(1).get("files_skipped").asInt()).isEqualTo(1);
    }
  }

  @Test
  void eachOfSeveralFilesHasItsOwnEnd() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      served.file("one", 10);
      served.file("two", 0);
      String server = "ft://127.0.0.1:" + served.port() + "/";

      assertThat(get(server + "one", server + "absent", server + "two")).isEqualTo(78);

      List<JsonNode> events = events();
      assertThat(names(events))
          .containsExactlyInAnyOrder(
              "start", "start", "verify", "verify", "done", "done", "error", "result")
          .endsWith("result");
      JsonNode error = named(events, "error");
      assertThat(error.get("url").asText()).isEqualTo(server + "absent");
      assertThat(error.get("exit_code").asInt()).isEqualTo(78);
      assertThat(error.get("size").isNull()).isTrue();
      assertThat(named(events, "result").get("files_done").asInt()).isEqualTo(2);
      assertThat(named(events, "result").get("file").isNull()).isTrue();
      assertThat(err.toString().lines())
          .containsExactly("ft: " + server + "absent: no such file on the server");
    }
  }

  @Test
  void damagedBlockAndChangedSourceAreTold() throws Exception {
    byte[] changed = TestFiles.content(3 * BLOCK);
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              if (connections.incrementAndGet() == 1) {
                half(peer);
                return;
              }
              FileRequest old = peer.receive(FileRequest.class);
              peer.send(new Failure(old.id(), ErrorCode.CHANGED, "not the version"));
              FileRequest anew = peer.receive(FileRequest.class);
              peer.send(FramedPeer.exists(anew.id(), changed.length));
              byte[] block = FramedPeer.block(changed, 0);
              peer.sendBlock(anew.id(), 0, block, FramedPeer.crc32c(block) ^ 1);
              peer.sendBlocks(anew.id(), changed, 1, 2);
              peer.send(new End(anew.id(), changed.length));
              peer.serve(peer.receive(FileRequest.class), changed);
              peer.untilClosed();
            })) {
      get(url(server), "--retry", "0");
      events();

      assertThat(get(url(server))).isZero();

      List<JsonNode> events = events();
      assertThat(names(events))
          .containsExactly("start", "restart", "damaged", "verify", "done", "result");
      assertThat(events.get(1).get("reason").asText()).isEqualTo("the source has changed since");
      assertThat(events.get(2).get("offset").asLong()).isZero();
      assertThat(events.get(2).get("length").asLong()).isEqualTo(BLOCK);
      assertThat(events.get(4).get("received").asLong()).isEqualTo(4 * BLOCK);
    }
  }

  @Test
  void progressIsToldWhileItComes() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              FileRequest request = peer.receive(FileRequest.class);
              peer.send(FramedPeer.exists(request.id(), CONTENT.length));
              peer.sendBlocks(request.id(), CONTENT, 0, 2);
              Await.until("progress is told", () -> out.toString().contains("\"progress\""));
              peer.sendBlocks(request.id(), CONTENT, 2, 2);
              peer.send(new End(request.id(), CONTENT.length));
              peer.untilClosed();
            })) {
      assertThat(get(url(server))).isZero();

      JsonNode progress = named(events(), "progress");
      assertThat(progress.get("received").asLong()).isBetween(1L, 2L * BLOCK);
      assertThat(progress.get("size").asLong()).isEqualTo(CONTENT.length);
    }
  }

  @Test
  void wrongUsageHasAResultToo() {
    assertThat(get("nonsense")).isEqualTo(2);

    List<JsonNode> events = events();
    assertThat(names(events)).containsExactly("error", "result");
    assertThat(events.get(1).get("exit_code").asInt()).isEqualTo(2);
  }

  @Test
  void standardOutputIsForOneOfTwo() {
    assertThat(get("ft://127.0.0.1:1/file", "-o", "-")).isEqualTo(2);

    assertThat(err.toString()).contains("-o - and --json both want standard output");
  }

  @Test
  void silenceIsForPeopleAlone() throws Exception {
    try (ScriptedServer server = halfAndThenAll()) {
      assertThat(get(url(server), "-s", "--retry-delay", "0.001")).isZero();

      assertThat(names(events())).containsExactly("start", "retry", "verify", "done", "result");
      assertThat(err.toString()).isEmpty();
    }
  }

  private ScriptedServer halfAndThenAll() throws IOException {
    return ScriptedServer.framed(
        peer -> {
          if (connections.incrementAndGet() == 1) {
            half(peer);
          } else {
            peer.serve(peer.receive(FileRequest.class), CONTENT);
            peer.untilClosed();
          }
        });
  }

  private static void half(FramedPeer peer) throws IOException {
    FileRequest request = peer.receive(FileRequest.class);
    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
    peer.sendBlocks(request.id(), CONTENT, 0, 2);
  }

  private static String url(ScriptedServer server) {
    return "ft://127.0.0.1:" + server.port() + "/source";
  }

  private int get(String... arguments) {
    List<String> all = new ArrayList<>(List.of("get", "--json", "-O", folder.toString()));
    all.addAll(List.of(arguments));
    CommandLine command = FtMain.commandLine(new Output(out));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(new String[0]));
  }

  /** All events of the last call, without the progress that depends on time. */
  private List<JsonNode> events() {
    List<JsonNode> events = out.toString().lines().map(GetEvents::read).toList();
    out.getBuffer().setLength(0);
    return events;
  }

  /** Their names; of progress nobody knows how often it is told. */
  private static List<String> names(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.get("event").asText())
        .filter(name -> !name.equals("progress"))
        .toList();
  }

  private static JsonNode named(List<JsonNode> events, String name) {
    return events.stream()
        .filter(event -> event.get("event").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
