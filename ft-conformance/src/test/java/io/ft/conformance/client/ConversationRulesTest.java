package io.ft.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which conversations break which rule. */
class ConversationRulesTest {

  private static final byte[] NONE = {};
  private static final Message.Advance ALL_UP_TO_100 = new Message.Advance(0, Long.MAX_VALUE, 100);

  private final List<Finding> findings = new ArrayList<>();
  private final ConversationRules rules = new ConversationRules(findings::add);

  @Test
  void rightConversation() {
    client(hello(8, NONE), request(1), request(5));
    server(Conversation.serverHello(), exists(1, 10), exists(5, 10));
    client(new Message.Ready(5, 0, 1), new Message.Cancel(1), new Message.Cancel(1));
    server(new Message.End(5, 1), new Message.Failure(1, 9, NONE), new Message.GoAway(5, 0, NONE));
    client(new Message.Ping(3), new Message.List(6, true, NONE));

    expect();
  }

  @Test
  void tokenInTheClear() {
    client(hello(8, new byte[] {1}));

    expect("H-12");
  }

  @Test
  void undefinedFeature() {
    client(new Message.Hello(1, 1, 4, 8, 4_096, NONE, NONE));

    expect("G-4");
  }

  @Test
  void ninthExchangeBeforeTheGreeting() {
    client(hello(99, NONE));
    for (int id = 1; id <= 8; id++) {
      client(request(id));
    }
    expect();
    client(request(9));

    expect("H-10");
  }

  @Test
  void moreThanItsOwnNumberBeforeTheGreeting() {
    client(hello(1, NONE), request(1), request(2));

    expect("H-10");
  }

  @Test
  void moreThanTheServersNumber() {
    server(Conversation.serverHello(3, 9));
    client(hello(99, NONE));
    for (int id = 1; id <= 9; id++) {
      client(request(id));
    }
    server(new Message.NotExists(4));
    client(new Message.List(10, false, NONE));
    expect();
    client(request(11));

    expect("H-8");
  }

  @Test
  void idsThatDoNotRise() {
    client(request(3), request(3), request(2));

    expect("X-1", "X-1");
  }

  @Test
  void wordsForAnIdThatWasNotUsed() {
    client(request(3), new Message.Ready(4, 0, 1), new Message.Cancel(5));

    expect("X-7", "X-7");
  }

  @Test
  void secondReadyAlsoBehindTheEnd() {
    client(request(1), new Message.Ready(1, 0, 1));
    server(exists(1, 10), new Message.End(1, 1));
    client(new Message.Ready(1, 0, 1));

    expect("X-8");
  }

  @Test
  void readyForListing() {
    client(new Message.List(1, false, NONE), new Message.Ready(1, 0, 1));

    expect("X-8");
  }

  @Test
  void readyBehindCancel() {
    client(request(1), new Message.Cancel(1), new Message.Ready(1, 0, 1));

    expect("X-10");
  }

  @Test
  void readyBehindAdvanceBeforeExists() {
    client(advance(1), new Message.Ready(1, 0, 1));

    expect("R-11");
  }

  @Test
  void readyBehindAdvanceThatCounts() {
    client(advance(1), advance(2));
    server(exists(1, 100), exists(2, 101));
    client(new Message.Ready(2, 0, 1));
    expect();
    client(new Message.Ready(1, 0, 1));

    expect("R-11");
  }

  @Test
  void answerToFailure() {
    server(new Message.Failure(0, 1, NONE));
    client(new Message.Failure(0, 1, NONE));

    expect("E-2");
  }

  @Test
  void frameBehindItsOwnFailure() {
    client(new Message.Failure(0, 1, NONE), new Message.Ping(1));

    expect("E-1");
  }

  @Test
  void requestBehindGoAwayThatItKnowsOf() {
    server(new Message.GoAway(1, 0, NONE), new Message.Ping(7));
    // May have crossed with it.
    client(request(1));
    expect();
    client(new Message.Pong(7), request(2));

    expect("E-10");
  }

  @Test
  void pathsThatNameNothing() {
    int id = 0;
    for (String path : List.of("", "/a", "a/", "a//b", "../a", "a/.", "a\0", "a".repeat(1_025))) {
      id++;
      client(new Message.Request(id, bytes(path), NONE, false, null));
      assertThat(findings).as(path).hasSize(id).last().extracting(Finding::rule).isEqualTo("P-1");
      server(new Message.NotExists(id));
    }
    findings.clear();
    client(new Message.Request(98, new byte[] {(byte) 0xFF}, NONE, false, null));
    client(new Message.List(99, false, bytes("..")));

    expect("P-1", "P-4");
  }

  private void client(Message... messages) {
    for (Message message : messages) {
      rules.received(message);
    }
  }

  private void server(Message... messages) {
    for (Message message : messages) {
      rules.sent(message);
    }
  }

  private void expect(String... broken) {
    assertThat(findings).extracting(Finding::rule).containsExactly(broken);
  }

  private static Message hello(int maxExchanges, byte[] token) {
    return new Message.Hello(1, 1, 3, maxExchanges, 4_096, token, NONE);
  }

  private static Message request(int id) {
    return new Message.Request(id, bytes("a/b"), NONE, false, null);
  }

  private static Message advance(int id) {
    return new Message.Request(id, bytes("a"), NONE, false, ALL_UP_TO_100);
  }

  private static Message exists(int id, long size) {
    return new Message.Exists(id, size, ServedFile.MODIFIED, 4_096, NONE, NONE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
