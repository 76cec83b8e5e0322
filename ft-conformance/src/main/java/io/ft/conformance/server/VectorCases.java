package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.vectors.ByteVector;
import io.ft.conformance.vectors.MalformedVector;
import io.ft.conformance.vectors.MessageVector;
import io.ft.conformance.vectors.Vectors;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** One case for each vector that a client can send. */
final class VectorCases {

  private static final long PING = 0x706f_6e67;

  private VectorCases() {}

  /** All of them. */
  static List<Case<ServerUnderTest>> cases() {
    return Stream.of(
            Vectors.prefaces().stream().map(VectorCases::preface),
            Vectors.malformed().stream()
                .filter(vector -> vector.sender() == FrameType.Sender.CLIENT)
                .map(VectorCases::refused),
            Vectors.skipped().stream().map(VectorCases::skipped),
            Vectors.messages().stream()
                .filter(vector -> vector.sender().includes(FrameType.Sender.CLIENT))
                .filter(VectorCases::needsNoExchange)
                .map(VectorCases::taken))
        .flatMap(cases -> cases)
        .toList();
  }

  private static Case<ServerUnderTest> preface(ByteVector vector) {
    return new Case<>(
        "refuses " + vector.name(),
        vector.rules(),
        server -> {
          try (Connection connection = server.framed()) {
            connection.send(vector.bytes());
            connection.expectFailed(ErrorCode.MALFORMED);
          }
        });
  }

  private static Case<ServerUnderTest> refused(MalformedVector vector) {
    return new Case<>(
        "refuses " + vector.name(),
        vector.rules(),
        server -> {
          try (Connection connection = at(server, vector.state())) {
            connection.send(vector.bytes());
            connection.expectFailed(vector.errorCode());
          }
        });
  }

  private static Connection at(ServerUnderTest server, String state) throws Exception {
    if (state.equals("greeting")) {
      return server.framed().send(Frame.preface());
    }
    Connection connection = Session.open(server).connection();
    if (state.equals("asked")) {
      byte[] path = Tree.SMALL.getBytes(StandardCharsets.UTF_8);
      connection.send(new Message.Request(1, path, new byte[0], false, null));
      connection.expect(Message.Exists.class, 1);
    } else if (!state.equals("open")) {
      throw new IllegalArgumentException("state: " + state);
    }
    return connection;
  }

  private static Case<ServerUnderTest> skipped(ByteVector vector) {
    return new Case<>(
        "skips " + vector.name(),
        vector.rules(),
        server -> {
          try (Connection connection = Session.open(server).connection()) {
            connection.send(vector.bytes());
            expectAlive(connection);
          }
        });
  }

  /** READY and CANCEL are wrong outside of an exchange, and FAILURE ends the connection. */
  private static boolean needsNoExchange(MessageVector vector) {
    return List.of("HELLO", "PING", "PONG", "REQUEST", "LIST")
        .contains(vector.message().get("type").asText());
  }

  private static Case<ServerUnderTest> taken(MessageVector vector) {
    boolean hello = vector.message().get("type").asText().equals("HELLO");
    return new Case<>(
        "takes " + vector.name(),
        vector.rules(),
        server -> {
          if (hello && server.token() != null) {
            throw new NotApplicable("the server demands a token");
          }
          try (Connection connection =
              hello ? server.framed() : Session.open(server).connection()) {
            if (hello) {
              connection.send(Frame.preface());
            }
            connection.send(vector.bytes());
            expectAlive(connection);
          }
        });
  }

  /** The server goes on, whatever else it has to say. */
  private static void expectAlive(Connection connection) throws Exception {
    connection.send(new Message.Ping(PING));
    Message message;
    do {
      message = connection.read();
      if (message == null || (message instanceof Message.Failure failure && failure.id() == 0)) {
        throw new Violation("got " + Message.describe(message) + " (expected: PONG)");
      }
    } while (!(message instanceof Message.Pong pong && pong.value() == PING));
  }
}
