package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.util.Arrays;
import java.util.List;

/** Section 7: a server gets on with clients that know more than it does. */
final class GrowthCases {

  private GrowthCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "G-4", "a server of version 1 announces no feature of later ones", GrowthCases::bits),
        Case.of("H-6", "features that nobody knows are ignored", GrowthCases::unknownFeatures),
        Case.of("H-4", "a client can speak later versions as well", GrowthCases::laterVersions),
        Case.of("H-3 Q-4", "a HELLO can be longer, up to 16,384 bytes", GrowthCases::longHello));
  }

  private static void bits(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      Message.Hello hello = session.hello();
      long unknown = hello.features() & ~ServerUnderTest.ALL_FEATURES;
      if (hello.maxVersion() == 1 && unknown != 0) {
        throw new Violation("features: %x (expected: none but 3)".formatted(hello.features()));
      }
    }
  }

  private static void unknownFeatures(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, server.hello(-1, Integer.MAX_VALUE, 8_388_608))) {
      session.expectServed(1);
    }
  }

  private static void laterVersions(ServerUnderTest server) throws Exception {
    Message.Hello hello = server.hello();
    Message.Hello later =
        new Message.Hello(
            1,
            255,
            hello.features(),
            hello.maxExchanges(),
            hello.maxBlockBytes(),
            hello.token(),
            hello.agent());
    try (Session session = Session.open(server, later)) {
      session.expectServed(1);
    }
  }

  private static void longHello(ServerUnderTest server) throws Exception {
    byte[] payload = MessageWriter.frame(server.hello()).body();
    for (int length : new int[] {payload.length + 1, 16_384}) {
      byte[] more = Arrays.copyOf(payload, length);
      Arrays.fill(more, payload.length, length, (byte) 0xEE);
      try (Connection connection = server.framed()) {
        connection.send(Frame.preface());
        connection.send(Frame.of(FrameType.HELLO.code(), 0, more));
        Session.behind(connection).expectServed(1);
      }
    }
  }
}
