package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Section 3.9. */
final class ClientListingCases {

  private static final String FOLDER = "pub";
  private static final RightServer RIGHT =
      new RightServer(
          Map.of(
              "pub/one.txt", FILE, "pub/two.txt", ServedFile.ofSize(10), "pub/in/three.txt", FILE));

  private ClientListingCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("L-2 L-4", "shows the names in a folder", ClientListingCases::right),
        Case.of("L-2", "takes an empty listing", ClientListingCases::empty),
        Case.of(
            "L-2",
            "fails if there is no such folder",
            client ->
                list(client, (conversation, list) -> noSuchFolder(conversation, list))
                    .expectFailure()),
        Case.of("L-1 H-7", "fails if the server has no listings", ClientListingCases::noFeature),
        count("takes a listing with an entry too few as malformed", 1),
        count("takes a listing with an entry too many as malformed", -1),
        Case.of("L-7", "fails with a listing that fails on the way", ClientListingCases::fails),
        Case.of("E-11 X-3", "fails with a listing that is cut off", ClientListingCases::cutOff),
        outOfPlace(
            "takes EXISTS for a listing as malformed",
            list ->
                FILE.exists(new Message.Request(list.id(), list.path(), new byte[0], false, null))),
        outOfPlace(
            "takes a block for a listing as malformed",
            list -> new Message.Block(list.id(), 0, new byte[100], true)),
        outOfPlace("takes END for a listing as malformed", list -> new Message.End(list.id(), 0)),
        badName("does not use a name that leads out of the folder", "../evil"),
        badName("does not use a name that leads out of the folder by a detour", "in/../../evil"),
        badName("does not use an absolute name", "/tmp/evil"),
        badName("does not use a name with an empty part", "in//evil"),
        badName("does not use a name with the part '.'", "./evil"),
        badName("does not use a name with a NUL", "evil\0"),
        badName("does not use an empty name", ""),
        Case.of("L-8", "does not use a name that is not UTF-8", ClientListingCases::notUtf8),
        Case.of(
            "L-8",
            "does not use a name of two parts in a listing of one folder",
            ClientListingCases::twoParts));
  }

  /** What answers a LIST. */
  private interface Answer {
    void to(Conversation conversation, Message.List list) throws Exception;
  }

  private static Run list(ClientUnderTest client, Answer answer) throws Exception {
    return client.run(
        Task.LIST,
        List.of(FOLDER),
        ClientUnderTest.once(
            conversation -> {
              conversation.greet();
              answer.to(conversation, conversation.expect(Message.List.class));
            }));
  }

  /** Sends {@code messages}, and LIST_END if they are entries; answers what else is asked for. */
  private static void sendListing(
      Conversation conversation, Message.List list, List<Message> entries)
      throws IOException, Violation {
    List<Message> all = new ArrayList<>(entries);
    all.add(new Message.ListEnd(list.id(), entries.size(), 0));
    conversation.send(all.toArray(Message[]::new));
  }

  private static void right(ClientUnderTest client) throws Exception {
    Run run =
        list(
                client,
                (conversation, list) -> {
                  conversation.send(RIGHT.listing(list));
                  RIGHT.serve(conversation);
                })
            .expectSuccess();
    for (String name : List.of("one.txt", "two.txt", "in")) {
      if (!run.out().contains(name)) {
        throw new Violation("got \"" + run.out().strip() + "\" (expected: the name " + name + ")");
      }
    }
  }

  private static void empty(ClientUnderTest client) throws Exception {
    list(
            client,
            (conversation, list) -> {
              sendListing(conversation, list, List.of());
              conversation.expectEnded();
            })
        .expectSuccess();
  }

  /** A client may ask whether it is a file. */
  private static void noSuchFolder(Conversation conversation, Message.List list)
      throws IOException, Violation {
    conversation.send(new Message.NotExists(list.id()));
    RightServer.of("nothing", FILE).serve(conversation);
  }

  private static void noFeature(ClientUnderTest client) throws Exception {
    client
        .run(
            Task.LIST,
            List.of(FOLDER),
            ClientUnderTest.once(
                conversation -> {
                  conversation.greet(Conversation.serverHello(0, 64));
                  for (Message message = conversation.read();
                      message != null;
                      message = conversation.read()) {
                    conversation.send(
                        message instanceof Message.List
                            ? new Message.Failure(message.id(), ErrorCode.UNSUPPORTED, new byte[0])
                            : new Message.NotExists(message.id()));
                  }
                }))
        .expectFailure();
  }

  private static Case<ClientUnderTest> count(String what, int by) {
    return Case.of(
        "L-8",
        what,
        client ->
            list(
                    client,
                    (conversation, list) -> {
                      List<Message.Entry> entries = RIGHT.entries(list);
                      conversation.send(entries.toArray(Message[]::new));
                      conversation.send(new Message.ListEnd(list.id(), entries.size() + by, 0));
                      conversation.expectFailed(ErrorCode.MALFORMED);
                    })
                .expectFailure());
  }

  private static void fails(ClientUnderTest client) throws Exception {
    list(
            client,
            (conversation, list) -> {
              conversation.send(RIGHT.entries(list).toArray(Message[]::new));
              conversation.send(new Message.Failure(list.id(), ErrorCode.READ_ERROR, new byte[0]));
              conversation.expectEnded();
            })
        .expectFailure();
  }

  private static void cutOff(ClientUnderTest client) throws Exception {
    list(
            client,
            (conversation, list) -> {
              conversation.send(RIGHT.entries(list).toArray(Message[]::new));
              conversation.shutdownOutput();
              conversation.expectEnded();
            })
        .expectFailure();
  }

  /** A frame that no listing has. */
  private interface Wrong {
    Message of(Message.List list);
  }

  private static Case<ClientUnderTest> outOfPlace(String what, Wrong wrong) {
    return Case.of(
        "X-9",
        what,
        client ->
            list(
                    client,
                    (conversation, list) -> {
                      conversation.send(wrong.of(list));
                      conversation.expectFailed(ErrorCode.MALFORMED);
                    })
                .expectFailure());
  }

  private static Case<ClientUnderTest> badName(String what, String name) {
    return Case.of("L-8", what, client -> expectUnused(client, name, true));
  }

  private static void twoParts(ClientUnderTest client) throws Exception {
    expectUnused(client, "in/evil", false);
  }

  /**
   * It may leave out the entry, or fail.
   *
   * @param inAny whether no listing can have it; else only one of a single folder cannot
   */
  private static void expectUnused(ClientUnderTest client, String name, boolean inAny)
      throws Exception {
    expectUnused(
        list(
            client,
            (conversation, list) -> {
              if (!inAny && list.recursive()) {
                throw ClientUnderTest.notApplicable("the client lists all folders below, too");
              }
              sendListing(
                  conversation,
                  list,
                  List.of(
                      RightServer.file(list.id(), "one.txt", FILE),
                      RightServer.file(list.id(), name, FILE)));
              while (conversation.read() != null) {
                // It may complain or not.
              }
            }),
        name);
  }

  private static void expectUnused(Run run, String name) throws Violation {
    String shown = run.out().replace("one.txt", "");
    if (name.isEmpty()
        ? run.exitCode() == 0 && shown.lines().count() > 1
        : shown.contains("evil")) {
      throw new Violation(
          "got \"%s\" (expected: nothing of the name)".formatted(run.out().strip()));
    }
  }

  private static void notUtf8(ClientUnderTest client) throws Exception {
    expectUnused(
        list(
            client,
            (conversation, list) -> {
              byte[] entry =
                  new Payload()
                      .u8(1)
                      .u64(5)
                      .time(ServedFile.MODIFIED)
                      .bytes8(new byte[0])
                      .bytes16(new byte[] {'e', 'v', 'i', 'l', (byte) 0xC0, (byte) 0xAF})
                      .bytes();
              conversation.send(
                  "ENTRY with a name that is not UTF-8: " + Message.quote(entry),
                  Frame.of(FrameType.ENTRY.code(), list.id(), entry));
              conversation.send(new Message.ListEnd(list.id(), 1, 0));
              while (conversation.read() != null) {
                // It may complain or not.
              }
            }),
        "evil");
  }
}
