package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Busy;
import io.ft.codec.Hello;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server has only so many connections, those that say nothing included. */
class ConnectionLimitsTest {

  private Path root;

  @BeforeEach
  void createFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("file"), 100);
  }

  private TestServer start(int max, int maxPerAddress) throws IOException {
    return TestServer.start(
        root, settings -> settings.connections(new ConnectionLimits(max, maxPerAddress)));
  }

  private static void assertToldToComeBack(FramedClient client) throws IOException {
    client.send(FramedClient.HELLO, FramedClient.wholeFile(1, "file"));
    client.next(Hello.class);
    Busy busy = client.next(Busy.class);
    assertThat(busy.id()).isZero();
    assertThat(busy.retryAfterMillis()).isPositive();
    assertThat(client.next()).isEqualTo(Closed.ORDERLY);
  }

  @Test
  void clientBeyondTheLimitIsToldToComeBack() throws Exception {
    try (TestServer server = start(2, 2);
        Socket silent = Sockets.connect(server.address());
        FramedClient served = server.framedClient()) {
      try (FramedClient beyond = FramedClient.connect(server.address())) {
        assertToldToComeBack(beyond);
      }
      assertThat(server.events().awaitFailedConnection()).contains("too many connections");
      assertThat(served.fetch(1, "file").bytes()).hasSize(100);

      Sockets.reset(silent);
      Await.until("its place is free", () -> server.stats().connections() == 1);
      try (FramedClient next = server.framedClient()) {
        assertThat(next.fetch(1, "file").bytes()).hasSize(100);
      }
    }
  }

  @Test
  void classicClientBeyondTheLimitIsNotToldThatThereIsNoFile() throws Exception {
    try (TestServer server = start(1, 1);
        Socket silent = Sockets.connect(server.address())) {
      Await.until("it has a place", () -> server.stats().connections() == 1);
      try (ClassicClient beyond = server.classicClient()) {
        beyond.send("file");
        assertThat(beyond.receive()).isEmpty();
      }
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void onlySoManyAreToldAtATime() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (TestServer server = start(1, 1)) {
      for (int i = 0; i < 1 + ConnectionSlots.MAX_SURPLUS; i++) {
        silent.add(connectFrom("127.0.1." + i % 256, server.address()));
      }
      Await.until(
          "all have been accepted",
          () -> server.stats().connections() == 1 + ConnectionSlots.MAX_SURPLUS);

      try (Socket beyond = Sockets.connect(server.address())) {
        Sockets.drain(beyond);
      }
      assertThat(server.stats().connections()).isEqualTo(1 + ConnectionSlots.MAX_SURPLUS);
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }

  @Test
  void addressThatHasAllItMayHaveHoldsUpNoOther() throws Exception {
    try (TestServer server = start(100, 1);
        FramedClient first = server.framedClient()) {
      try (FramedClient second = FramedClient.connect(server.address())) {
        assertToldToComeBack(second);
      }
      assertThat(server.events().awaitFailedConnection()).contains("of this address");
      assertThat(server.events().refusals())
          .containsExactly(ServerEvents.Refusal.CONNECTIONS_OF_ADDRESS);

      try (FramedClient other = FramedClient.over(connectFrom("127.0.0.2", server.address()))) {
        other.greet(FramedClient.HELLO);
        assertThat(other.fetch(1, "file").bytes()).hasSize(100);
      }
      assertThat(first.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  @Test
  void addressCannotTakeThePlacesOfOthersByConnectionsThatAreNotServed() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (TestServer server = start(1 + Addresses.MAX_SURPLUS + 1, 1)) {
      for (int i = 0; i < 3 * Addresses.MAX_SURPLUS; i++) {
        silent.add(Sockets.connect(server.address()));
      }
      server.events().awaitRefusals(3 * Addresses.MAX_SURPLUS - 1);

      try (FramedClient other = FramedClient.over(connectFrom("127.0.0.2", server.address()))) {
        other.greet(FramedClient.HELLO);
        assertThat(other.fetch(1, "file").bytes()).hasSize(100);
      }
    } finally {
      for (Socket each : silent) {
        each.close();
      }
    }
  }

  @Test
  void limitCanChangeWhileTheServerRuns() throws Exception {
    try (TestServer server = start(1, 1);
        FramedClient first = server.framedClient()) {
      server.reconfigure(settings -> settings.connections(new ConnectionLimits(2, 2)));

      try (FramedClient second = server.framedClient()) {
        assertThat(second.fetch(1, "file").bytes()).hasSize(100);
      }
      assertThat(first.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  private static Socket connectFrom(String local, InetSocketAddress address) throws IOException {
    return Sockets.connectFrom(InetAddress.getByName(local), address);
  }
}
