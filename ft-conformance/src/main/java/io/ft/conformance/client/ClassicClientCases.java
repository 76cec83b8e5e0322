package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.wire.Frame;
import java.util.Arrays;
import java.util.List;

/** Section 6. */
final class ClassicClientCases {

  private static final int TRIES = 20;
  private static final String SIZE = String.valueOf(FILE.size());

  private ClassicClientCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("C-2 C-4 C-17 C-18", "fetches a file", ClassicClientCases::right),
        sizeIn("EXISTS and the size apart", "EXISTS", SIZE),
        sizeIn("EXISTS and the size joined", "EXISTS" + SIZE),
        sizeIn("EXISTS cut, its end joined with the size", "EXI", "STS" + SIZE),
        sizeIn("the size cut", "EXISTS" + SIZE.substring(0, 1), SIZE.substring(1)),
        sizeIn("all of it byte by byte", ("EXISTS" + SIZE).split("")),
        Case.of("C-18", "fetches an empty file in the classic dialect", ClassicClientCases::empty),
        Case.of(
            "C-18 C-19",
            "takes no success for granted before the server has closed",
            ClassicClientCases::waitsForTheEnd),
        error("C-16", "fails with a size that is no number", "EXISTS12x"),
        error("C-16", "fails with a negative size", "EXISTS-1"),
        error("C-16", "fails with data right behind the size", "EXISTS3abc"),
        error("C-16", "fails with a size of 20 digits", "EXISTS00000000000000000001"),
        error("C-16", "fails with a size above 2^63-1", "EXISTS9223372036854775808"),
        error("C-20", "fails with an answer in another dialect", "HTTP/1.1 200 OK\r\n\r\n"),
        error("C-20", "fails with an answer that begins as EXISTS does", "EXIT"),
        Case.of("C-20 D-6", "fails with a framed greeting", ClassicClientCases::framed),
        ended("C-20", "fails if the server closes without an answer", conversation -> {}),
        ended("C-20", "fails if the server closes within the word EXISTS", c -> c.send("EXIS")),
        ended("C-16 C-19", "fails if the server closes before the size", c -> c.send("EXISTS")),
        ended(
            "C-10 C-20",
            "fails if there is no such file in the classic dialect",
            c -> c.send("NOT_EXISTS")),
        ended("C-19", "fails with a byte behind NOT_EXISTS", c -> c.send("NOT_EXISTS!")),
        ended("C-19", "fails if the server closes without any data", ClassicClientCases::agree),
        ended(
            "C-19",
            "fails if the server closes before the last byte",
            conversation -> {
              agree(conversation);
              byte[] most = Arrays.copyOf(FILE.content(), FILE.size() - 1);
              conversation.send("all bytes but the last", most);
            }),
        ended(
            "C-19",
            "fails with a byte more than announced",
            conversation -> {
              agree(conversation);
              byte[] more = Arrays.copyOf(FILE.content(), FILE.size() + 1);
              conversation.send("all bytes and one more", more);
            }),
        Case.of("C-19", "fails with a reset behind the last byte", ClassicClientCases::reset));
  }

  private static void agree(ClassicConversation conversation) throws Exception {
    conversation.send("EXISTS");
    conversation.send(SIZE);
    conversation.expectReady();
  }

  private static void right(ClientUnderTest client) throws Exception {
    client
        .fetchClassic(
            NAME,
            conversation -> {
              conversation.expectName(NAME);
              conversation.send("EXISTS");
              // C-17: no READY before the size is known.
              conversation.expectSilence();
              conversation.send(SIZE);
              conversation.expectReady();
              conversation.expectSilence();
              sendAll(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void sendAll(ClassicConversation conversation) throws Exception {
    conversation.send("all bytes", FILE.content());
    conversation.shutdownOutput();
    conversation.expectClosed();
  }

  private static Case<ClientUnderTest> sizeIn(String what, String... pieces) {
    return Case.of("C-16 C-17", "takes " + what, client -> sizeIn(client, pieces));
  }

  /** Tries it again where the machine was too slow to keep the pieces together. */
  private static void sizeIn(ClientUnderTest client, String... pieces) throws Exception {
    for (int i = 1; ; i++) {
      try {
        client
            .fetchClassic(
                NAME,
                conversation -> {
                  conversation.expectName(NAME);
                  conversation.sendApart(pieces);
                  conversation.expectReady();
                  sendAll(conversation);
                })
            .expectDelivered(NAME, FILE);
        return;
      } catch (NotApplicable tooSlow) {
        if (i == TRIES) {
          throw tooSlow;
        }
      }
    }
  }

  private static void empty(ClientUnderTest client) throws Exception {
    client
        .fetchClassic(
            NAME,
            conversation -> {
              conversation.expectName(NAME);
              conversation.send("EXISTS0");
              conversation.expectReady();
              conversation.shutdownOutput();
              conversation.expectClosed();
            })
        .expectDelivered(NAME, ServedFile.ofSize(0));
  }

  private static void waitsForTheEnd(ClientUnderTest client) throws Exception {
    client
        .fetchClassic(
            NAME,
            conversation -> {
              conversation.expectName(NAME);
              agree(conversation);
              conversation.send("all bytes", FILE.content());
              conversation.expectSilence();
              conversation.shutdownOutput();
              conversation.expectClosed();
            })
        .expectDelivered(NAME, FILE);
  }

  /** A wrong answer, at which the client closes by itself. */
  private static Case<ClientUnderTest> error(String rule, String what, String answer) {
    return Case.of(
        rule,
        what,
        client ->
            client
                .fetchClassic(
                    NAME,
                    conversation -> {
                      conversation.expectName(NAME);
                      conversation.send(answer);
                      conversation.expectClosed();
                    })
                .expectNotDelivered(NAME));
  }

  private static void framed(ClientUnderTest client) throws Exception {
    client
        .fetchClassic(
            NAME,
            conversation -> {
              conversation.expectName(NAME);
              conversation.send("the preface of the framed dialect", Frame.preface());
              conversation.expectClosed();
            })
        .expectNotDelivered(NAME)
        .expectKept("D-6");
  }

  /** The server closes in an orderly way. */
  private static Case<ClientUnderTest> ended(
      String rules, String what, ClientUnderTest.Script<ClassicConversation> until) {
    return Case.of(
        rules,
        what,
        client ->
            client
                .fetchClassic(
                    NAME,
                    conversation -> {
                      conversation.expectName(NAME);
                      until.run(conversation);
                      conversation.shutdownOutput();
                      conversation.expectClosed();
                    })
                .expectNotDelivered(NAME));
  }

  private static void reset(ClientUnderTest client) throws Exception {
    client
        .fetchClassic(
            NAME,
            conversation -> {
              conversation.expectName(NAME);
              agree(conversation);
              conversation.send("all bytes", FILE.content());
              // What was sent is to be there before the reset.
              conversation.expectSilence();
              conversation.reset();
            })
        .expectNotDelivered(NAME);
  }
}
