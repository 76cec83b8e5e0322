package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several exchanges on one connection (sections 3.4 and 3.5). */
final class ClientManyCases {

  private static final int MANY = 20;
  private static final int FEW = 3;

  private ClientManyCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("X-1", "fetches several files", ClientManyCases::right),
        Case.of(
            "H-10", "has 8 exchanges at the most before the greeting", ClientManyCases::greetLate),
        Case.of(
            "H-8", "has as many exchanges as both sides allow at the most", ClientManyCases::limit),
        Case.of("X-13", "takes answers in another order", ClientManyCases::reversed),
        Case.of("B-10 B-2", "takes blocks that take turns", ClientManyCases::interleaved),
        Case.of("X-2 X-9", "takes a second end as malformed", ClientManyCases::twoEnds),
        Case.of(
            "X-2 X-13", "takes the failure of one file for that alone", ClientManyCases::oneFails),
        Case.of("E-10", "asks for nothing behind GO_AWAY", ClientManyCases::goAway));
  }

  /** Files with names of their own, of which each is different. */
  private static Map<String, ServedFile> files(int count) {
    Map<String, ServedFile> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put("file%02d.bin".formatted(i), ServedFile.ofSize(9_000 + 1_000 * i));
    }
    return files;
  }

  private static Run run(
      ClientUnderTest client,
      Map<String, ServedFile> files,
      ClientUnderTest.Script<Conversation> script)
      throws Exception {
    return client.run(Task.MANY, List.copyOf(files.keySet()), ClientUnderTest.once(script));
  }

  private static void expectAll(Run run, Map<String, ServedFile> files) throws Exception {
    for (Map.Entry<String, ServedFile> file : files.entrySet()) {
      run.expectDelivered(file.getKey(), file.getValue());
    }
  }

  private static void right(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(MANY);
    Run run =
        run(client, files, conversation -> new RightServer(files).serve(conversation.greet()));
    expectAll(run.expectKept("X-1 X-7 X-8"), files);
  }

  private static void greetLate(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(MANY);
    Run run =
        run(
            client,
            files,
            conversation -> {
              conversation.hello();
              List<Message> early = conversation.readUntilQuiet();
              new RightServer(files).serve(conversation.greet(), early);
            });
    expectAll(run.expectKept("H-10"), files);
  }

  private static void limit(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(MANY);
    Run run =
        run(
            client,
            files,
            conversation -> {
              conversation.greet(Conversation.serverHello(Conversation.ALL_FEATURES, 8));
              RightServer server = new RightServer(files);
              server.serve(conversation, conversation.readUntilQuiet());
            });
    expectAll(run.expectKept("H-8"), files);
  }

  private static void reversed(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(FEW);
    Run run =
        run(
            client,
            files,
            conversation -> {
              conversation.greet();
              List<Message> requests = new ArrayList<>(conversation.readUntilQuiet());
              Collections.reverse(requests);
              new RightServer(files).serve(conversation, requests);
            });
    expectAll(run, files);
  }

  private static void interleaved(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = new TreeMap<>();
    files.put("a.bin", FILE);
    files.put("b.bin", ServedFile.ofSize(20_000).withBlockSize(5_000));
    files.put("c.bin", ServedFile.ofSize(30_001).withBlockSize(4_097));
    Run run =
        run(
            client,
            files,
            conversation -> {
              conversation.greet();
              takeTurns(conversation, files);
              new RightServer(files).serve(conversation);
            });
    expectAll(run, files);
  }

  /** Answers what the client has asked for at once, one block of each in turn. */
  private static void takeTurns(Conversation conversation, Map<String, ServedFile> files)
      throws Exception {
    List<List<Message>> answers = new ArrayList<>();
    for (Message message : conversation.readUntilQuiet()) {
      if (message instanceof Message.Request request) {
        ServedFile file = files.get(RightServer.text(request.path()));
        if (file != null) {
          conversation.send(file.exists(request));
          Transfer transfer = Transfer.agreed(conversation, request, file);
          answers.add(new ArrayList<>(List.of(transfer.all())));
        }
      }
    }
    while (!answers.isEmpty()) {
      for (List<Message> answer : answers) {
        conversation.send(answer.remove(0));
      }
      answers.removeIf(List::isEmpty);
    }
  }

  private static void twoEnds(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(FEW);
    run(
            client,
            files,
            conversation -> {
              conversation.greet();
              Message first = conversation.expect(Message.Request.class);
              new RightServer(files).session(conversation).answer(first);
              conversation.send(new Message.NotExists(first.id()));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectFailure();
  }

  private static void oneFails(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(FEW);
    String broken = "file01.bin";
    Run run =
        run(
            client,
            files,
            conversation -> {
              conversation.greet();
              RightServer.Session others = new RightServer(files).session(conversation);
              for (Message message = conversation.read();
                  message != null;
                  message = conversation.read()) {
                if (message instanceof Message.Request request
                    && RightServer.text(request.path()).equals(broken)) {
                  conversation.send(
                      new Message.Failure(request.id(), ErrorCode.READ_ERROR, new byte[0]));
                } else {
                  others.answer(message);
                }
              }
            });
    run.expectNotDelivered(broken);
    // It may have given up the others, too; but what is there must be right.
    for (Map.Entry<String, ServedFile> file : files.entrySet()) {
      if (Files.exists(run.folder().resolve(file.getKey()))) {
        run.expectFile(file.getKey(), file.getValue());
      }
    }
  }

  /** It may fetch the rest on another connection. */
  private static void goAway(ClientUnderTest client) throws Exception {
    Map<String, ServedFile> files = files(MANY);
    Run run =
        client.run(
            Task.MANY,
            List.copyOf(files.keySet()),
            server -> {
              try (Conversation conversation = server.accept()) {
                conversation.greet(Conversation.serverHello(Conversation.ALL_FEATURES, 8));
                List<Message> early = conversation.readUntilQuiet();
                int lastId = early.stream().mapToInt(Message::id).max().orElse(0);
                conversation.send(new Message.GoAway(lastId, 1, new byte[0]));
                conversation.ping();
                new RightServer(files).serve(conversation, early);
              }
              Conversation again = server.acceptAgain();
              if (again != null) {
                try (again) {
                  new RightServer(files).serve(again.greet());
                }
              }
            });
    run.expectKept("E-10");
    if (run.exitCode() == 0) {
      expectAll(run, files);
    }
  }
}
