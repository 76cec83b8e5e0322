package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section 3.11, deadlines: only those that the kit was told, as it waits for them. */
final class DeadlineCases {

  private DeadlineCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("T-4", "a silent connection ends with TIMEOUT", DeadlineCases::idle),
        Case.of("T-4", "so does one with an exchange that waits", DeadlineCases::idleExchange),
        Case.of("T-4 T-8", "PING keeps a connection open", DeadlineCases::keptOpen),
        Case.of(
            "T-4",
            "a client that takes no data and says nothing is left",
            DeadlineCases::stuckClient),
        Case.of(
            "T-7", "a connection without a byte is closed without a word", DeadlineCases::noByte),
        Case.of("T-7", "a greeting that does not come ends with TIMEOUT", DeadlineCases::noHello),
        Case.of(
            "T-7", "a byte now and then does not prolong the greeting", DeadlineCases::slowHello));
  }

  private static Duration known(@Nullable Duration duration, String option) throws NotApplicable {
    if (duration == null) {
      throw new NotApplicable("the kit does not know how long to wait (" + option + ")");
    }
    return duration;
  }

  private static void waitAtMost(Connection connection, Duration time, ServerUnderTest server)
      throws IOException {
    connection.socket().setSoTimeout((int) time.plus(server.patience()).toMillis());
  }

  /** The connection ends with TIMEOUT, not earlier than it may and not much later. */
  private static void expectTimeout(Connection connection, long sinceNanos, Duration least)
      throws IOException, Violation {
    connection.expectFailure(0, ErrorCode.TIMEOUT);
    long nanos = System.nanoTime() - sinceNanos;
    if (nanos < least.toNanos()) {
      throw new Violation(
          "got TIMEOUT after %d ms (expected: not before %d ms)"
              .formatted(nanos / 1_000_000, least.toMillis()));
    }
    connection.halfClose().expectClosed();
  }

  private static void idle(ServerUnderTest server) throws Exception {
    Duration idle = known(server.idleTime(), "--idle-time");
    long sinceNanos = System.nanoTime();
    try (Session session = Session.open(server)) {
      waitAtMost(session.connection(), idle.multipliedBy(2), server);
      expectTimeout(session.connection(), sinceNanos, idle);
    }
  }

  private static void idleExchange(ServerUnderTest server) throws Exception {
    Duration idle = known(server.idleTime(), "--idle-time");
    long sinceNanos = System.nanoTime();
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      waitAtMost(session.connection(), idle.multipliedBy(2), server);
      expectTimeout(session.connection(), sinceNanos, idle);
    }
  }

  private static void keptOpen(ServerUnderTest server) throws Exception {
    Duration idle = known(server.idleTime(), "--idle-time");
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      Message.Exists exists = session.expectExists(1);
      long untilNanos = System.nanoTime() + idle.multipliedBy(3).toNanos();
      while (System.nanoTime() < untilNanos) {
        session.expectQuiet();
        Thread.sleep(idle.dividedBy(5).toMillis());
      }
      session.send(Ask.ready(1));
      Contents.expect(Tree.SMALL, session.expectRange(exists, 0, Ask.ALL));
    }
  }

  private static void stuckClient(ServerUnderTest server) throws Exception {
    Duration idle = known(server.idleTime(), "--idle-time");
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      session.expectExists(1);
      // By then it has noticed: twice the time, and as much again for what fills the buffers.
      Thread.sleep(idle.multipliedBy(3).toMillis());
      Ends.expectEndWithoutEnd(session.connection());
    }
  }

  private static void noByte(ServerUnderTest server) throws Exception {
    Duration deadline = known(server.handshakeDeadline(), "--handshake-deadline");
    long sinceNanos = System.nanoTime();
    try (Socket socket = server.connect()) {
      socket.setSoTimeout((int) deadline.plus(server.patience()).toMillis());
      if (socket.getInputStream().read() >= 0) {
        throw new Violation("got a byte (expected: the end)");
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - sinceNanos);
      if (waited.compareTo(deadline) < 0) {
        throw new Violation(
            "the server closed after %d ms (expected: not before %d ms)"
                .formatted(waited.toMillis(), deadline.toMillis()));
      }
    }
  }

  private static void noHello(ServerUnderTest server) throws Exception {
    Duration deadline = known(server.handshakeDeadline(), "--handshake-deadline");
    long sinceNanos = System.nanoTime();
    try (Connection connection = server.framed()) {
      waitAtMost(connection, deadline, server);
      connection.send(Frame.preface());
      connection.expect(Message.Hello.class);
      expectTimeout(connection, sinceNanos, deadline);
    }
  }

  private static void slowHello(ServerUnderTest server) throws Exception {
    Duration deadline = known(server.handshakeDeadline(), "--handshake-deadline");
    byte[] greeting = ServerUnderTest.greeting(server.hello());
    long pauseMillis = deadline.toMillis() * 2 / greeting.length + 1;
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      connection.expect(Message.Hello.class);
      for (int i = Frame.preface().length;
          i < greeting.length - 1 && connection.socket().getInputStream().available() == 0;
          i++) {
        connection.send(new byte[] {greeting[i]});
        Thread.sleep(pauseMillis);
      }
      connection.expectFailure(0, ErrorCode.TIMEOUT);
    }
  }
}
