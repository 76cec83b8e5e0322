package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a client makes of the names in a listing (L-8, section 8). */
final class ClientTreeCases {

  private static final String FOLDER = "pub";
  private static final ServedFile OTHER = ServedFile.ofSize(10);
  private static final RightServer RIGHT =
      new RightServer(
          Map.of("pub/one.txt", FILE, "pub/in/two.txt", OTHER, "pub/in/deep/three.txt", FILE));

  private ClientTreeCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("L-4 L-5", "fetches a folder with all below", ClientTreeCases::right),
        outside("writes nothing outside for a name with '..'", folder -> "../../evil"),
        outside("writes nothing outside for a detour", folder -> "in/../../../evil"),
        outside(
            "writes nothing outside for an absolute name",
            folder -> folder.resolveSibling("evil").toString()),
        Case.of("L-8", "fetches nothing with a wrong count of names", ClientTreeCases::wrongCount),
        Case.of("L-5", "survives a name that comes twice", ClientTreeCases::twice));
  }

  private static Run run(ClientUnderTest client, ClientUnderTest.Script<Conversation> script)
      throws Exception {
    return run(client, client.newFolder(), script);
  }

  private static Run run(
      ClientUnderTest client, Path target, ClientUnderTest.Script<Conversation> script)
      throws Exception {
    return client.run(
        Task.TREE,
        List.of(FOLDER),
        target,
        server -> {
          try (Conversation conversation = server.accept()) {
            script.run(conversation);
          }
          // Another connection is fine here.
          Conversation more = server.acceptAgain();
          if (more != null) {
            try (more) {
              RIGHT.serve(more.greet());
            }
          }
        });
  }

  private static void right(ClientUnderTest client) throws Exception {
    run(client, conversation -> RIGHT.serve(conversation.greet()))
        .expectDelivered(FOLDER + "/one.txt", FILE)
        .expectDelivered(FOLDER + "/in/two.txt", OTHER)
        .expectDelivered(FOLDER + "/in/deep/three.txt", FILE)
        .expectNothingOutside();
  }

  /**
   * It may leave out the file, or fail.
   *
   * @param name made of the folder that the client writes to
   */
  private static Case<ClientUnderTest> outside(String what, Function<Path, String> name) {
    return Case.of(
        "L-8 P-1",
        what,
        client -> {
          Path target = client.newFolder();
          run(client, target, conversation -> serveWith(conversation, name.apply(target)))
              .expectNothingOutside()
              .expectKept("P-1");
        });
  }

  /** Has each name that is asked for, whatever it is. */
  private static void serveWith(Conversation conversation, String name) throws Exception {
    conversation.greet();
    for (Message message = conversation.read(); message != null; message = conversation.read()) {
      if (message instanceof Message.List list) {
        List<Message> all = new ArrayList<>(RIGHT.entries(list));
        all.add(RightServer.file(list.id(), name, OTHER));
        all.add(new Message.ListEnd(list.id(), all.size(), 0));
        conversation.send(all.toArray(Message[]::new));
      } else if (message instanceof Message.Request request) {
        conversation.send(OTHER.exists(request));
        conversation.send(Transfer.agreed(conversation, request, OTHER).all());
      } else if (message instanceof Message.Failure) {
        // It does not take such a listing.
        conversation.shutdownOutput();
      }
    }
  }

  private static void wrongCount(ClientUnderTest client) throws Exception {
    run(
            client,
            conversation -> {
              conversation.greet();
              Message.List list = conversation.expect(Message.List.class);
              List<Message.Entry> entries = RIGHT.entries(list);
              conversation.send(entries.toArray(Message[]::new));
              conversation.send(new Message.ListEnd(list.id(), entries.size() + 1, 0));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectFailure();
  }

  private static void twice(ClientUnderTest client) throws Exception {
    Run run =
        run(
            client,
            conversation -> {
              conversation.greet();
              Message.List list = conversation.expect(Message.List.class);
              List<Message> all = new ArrayList<>(RIGHT.entries(list));
              all.addAll(RIGHT.entries(list));
              all.add(new Message.ListEnd(list.id(), all.size(), 0));
              conversation.send(all.toArray(Message[]::new));
              try {
                RIGHT.serve(conversation);
              } catch (Violation complaint) {
                // Another listing may say each name once; the rules do not say that this one is
                // wrong, nor that a client must take it.
                conversation.shutdownOutput();
              }
            });
    if (run.exitCode() == 0) {
      run.expectFile(FOLDER + "/one.txt", FILE);
    }
  }
}
