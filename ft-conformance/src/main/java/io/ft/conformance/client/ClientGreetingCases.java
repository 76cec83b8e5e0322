package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import io.ft.conformance.wire.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sections 2 and 3.4. */
final class ClientGreetingCases {

  private static final int LATE_MILLIS = 200;

  private ClientGreetingCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("D-5 H-1 F-1", "greets without waiting for the server", ClientGreetingCases::first),
        Case.of(
            "D-7 D-6",
            "leaves a server that answers in the classic dialect",
            client -> notFramed(client, "NOT_EXISTS".getBytes(StandardCharsets.US_ASCII))),
        Case.of(
            "D-7 F-1",
            "leaves a server with another wire format",
            client -> notFramed(client, new byte[] {0x00, 0x66, 0x74, 0x02})),
        Case.should(
            "D-7",
            "says nothing more to a server that is not framed",
            ClientGreetingCases::saysNothing),
        Case.of(
            "H-4",
            "fails the connection if there is no version in common",
            client -> badHello(client, hello(2, 3, 8), ErrorCode.UNSUPPORTED_VERSION)),
        Case.of(
            "H-4",
            "speaks its own version with a server that speaks later ones, too",
            client -> goodHello(client, greeting(hello(1, 255, 8)))),
        Case.of(
            "H-9",
            "takes fewer than 8 exchanges as malformed",
            client -> badHello(client, hello(1, 1, 7), ErrorCode.MALFORMED)),
        Case.of(
            "H-3",
            "ignores what stands behind the agent",
            client -> goodHello(client, withMore(Conversation.serverHello()))),
        Case.of(
            "H-6",
            "ignores features that it does not know",
            client -> goodHello(client, greeting(Conversation.serverHello(-1, 64)))),
        Case.of("H-11", "ignores a token of the server", ClientGreetingCases::token),
        Case.of("H-2", "takes a second HELLO as malformed", ClientGreetingCases::secondHello),
        Case.of("H-2", "takes a frame before HELLO as malformed", ClientGreetingCases::tooEarly),
        Case.of("H-12", "keeps its token where there is no TLS", ClientGreetingCases::ownToken));
  }

  private static void first(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.hello();
              Thread.sleep(LATE_MILLIS);
              serve(conversation.greet());
            })
        .expectDelivered(NAME, FILE);
  }

  private static void notFramed(ClientUnderTest client, byte[] answer) throws Exception {
    client
        .fetch(NAME, conversation -> expectNoMore(conversation, answer, Message.Failure.class))
        .expectNotDelivered(NAME)
        .expectKept("D-6");
  }

  private static void saysNothing(ClientUnderTest client) throws Exception {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII);
    client.fetch(NAME, conversation -> expectNoMore(conversation, answer, Message.Request.class));
  }

  /** Behind {@code answer} nothing comes but requests that were on their way, and {@code also}. */
  private static void expectNoMore(
      Conversation conversation, byte[] answer, Class<? extends Message> also) throws Exception {
    conversation.hello();
    conversation.send(Message.quote(answer), answer);
    for (Message message = conversation.read(); message != null; message = conversation.read()) {
      if (!(message instanceof Message.Request) && !also.isInstance(message)) {
        throw new Violation("got %s (expected: the end)".formatted(Message.describe(message)));
      }
    }
  }

  private static void badHello(ClientUnderTest client, Message.Hello hello, int code)
      throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.sendGreeting(hello);
              conversation.expectFailed(code);
            })
        .expectNotDelivered(NAME);
  }

  private static void goodHello(ClientUnderTest client, byte[] greeting) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.send("preface, HELLO: " + Message.quote(greeting), greeting);
              conversation.hello();
              serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void token(ClientUnderTest client) throws Exception {
    byte[] token = "secret".getBytes(StandardCharsets.US_ASCII);
    goodHello(client, greeting(new Message.Hello(1, 1, 0, 8, 4_096, token, new byte[0])));
  }

  private static void secondHello(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              conversation.send(Conversation.serverHello());
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }

  private static void tooEarly(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.send("preface", Frame.preface());
              conversation.send(new Message.Ping(1));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }

  /** It may connect and greet without it, or not connect at all. */
  private static void ownToken(ClientUnderTest client) throws Exception {
    client
        .run(
            Task.TOKEN,
            List.of(NAME),
            server -> {
              Conversation conversation = server.acceptAgain();
              if (conversation != null) {
                try (conversation) {
                  conversation.greet();
                }
              }
            })
        .expectKept("H-12");
  }

  private static void serve(Conversation conversation) throws IOException, Violation {
    RightServer.of(NAME, FILE).serve(conversation);
  }

  private static Message.Hello hello(int minVersion, int maxVersion, int maxExchanges) {
    return new Message.Hello(
        minVersion, maxVersion, 3, maxExchanges, 4_096, new byte[0], new byte[0]);
  }

  private static byte[] greeting(Message.Hello hello) {
    return greeting(MessageWriter.frame(hello));
  }

  private static byte[] withMore(Message.Hello hello) {
    byte[] payload = new Payload().raw(MessageWriter.frame(hello).body()).raw(new byte[99]).bytes();
    return greeting(Frame.of(MessageWriter.frame(hello).code(), 0, payload));
  }

  private static byte[] greeting(Frame hello) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frame.preface());
    out.writeBytes(hello.bytes());
    return out.toByteArray();
  }
}
