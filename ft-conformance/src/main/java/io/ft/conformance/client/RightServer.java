package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A server that does all right, for the parts of a conversation that a case is not about.
 *
 * @param files what it has, by path
 */
record RightServer(Map<String, ServedFile> files) {

  /** How much a client may ask for the few files that the kit has. */
  private static final int MAX_ANSWERS = 500;

  RightServer {
    files = new TreeMap<>(files);
  }

  static RightServer of(String path, ServedFile file) {
    return new RightServer(Map.of(path, file));
  }

  /** Answers all that the client asks for, until it closes. */
  void serve(Conversation conversation) throws IOException, Violation {
    serve(conversation, List.of());
  }

  /**
   * As {@link #serve(Conversation)}.
   *
   * @param before what the client has sent already
   */
  void serve(Conversation conversation, List<Message> before) throws IOException, Violation {
    Session session = new Session(conversation);
    for (Message message : before) {
      session.answer(message);
    }
    session.answerAll();
  }

  /** A conversation that is answered message by message. */
  Session session(Conversation conversation) {
    return new Session(conversation);
  }

  /** One conversation. */
  final class Session {

    private final Conversation conversation;

    /** Requests that were answered with EXISTS, and wait for READY. */
    private final Map<Integer, Message.Request> waiting = new HashMap<>();

    private int answers;

    private Session(Conversation conversation) {
      this.conversation = conversation;
    }

    /** Answers all that comes, until the client closes. */
    void answerAll() throws IOException, Violation {
      for (Message message = conversation.read(); message != null; message = conversation.read()) {
        answer(message);
      }
    }

    /** Does what {@code message} asks for. */
    void answer(Message message) throws IOException, Violation {
      answers++;
      if (answers > MAX_ANSWERS) {
        throw new Violation("the client asks again and again");
      }
      if (message instanceof Message.Request request) {
        request(request);
      } else if (message instanceof Message.Ready ready) {
        Message.Request request = waiting.remove(ready.id());
        if (request != null) {
          send(request, ready.offset(), ready.length());
        }
      } else if (message instanceof Message.Cancel cancel) {
        if (waiting.remove(cancel.id()) != null) {
          fail(cancel.id(), ErrorCode.CANCELLED);
        }
      } else if (message instanceof Message.List list) {
        conversation.send(listing(list));
      } else {
        throw new Violation("got %s (expected: no complaint)".formatted(Message.describe(message)));
      }
    }

    private void request(Message.Request request) throws IOException, Violation {
      ServedFile file = files.get(text(request.path()));
      byte[] tag = request.expectedTag();
      if (file == null) {
        conversation.send(new Message.NotExists(request.id()));
      } else if (tag.length != 0 && !Arrays.equals(tag, file.tag())) {
        fail(request.id(), ErrorCode.CHANGED);
      } else {
        conversation.send(file.exists(request));
        Message.Advance advance = request.advance();
        if (advance != null && file.size() <= advance.maxSize()) {
          send(request, advance.offset(), advance.length());
        } else {
          waiting.put(request.id(), request);
        }
      }
    }

    private void send(Message.Request request, long offset, long length)
        throws IOException, Violation {
      ServedFile file = files.get(text(request.path()));
      if (file != null) {
        conversation.send(Transfer.of(request.id(), file, offset, length).all());
      }
    }

    private void fail(int id, int code) throws IOException {
      conversation.send(new Message.Failure(id, code, new byte[0]));
    }
  }

  /** The answer to {@code list}. */
  Message[] listing(Message.List list) {
    List<Message> answer = new ArrayList<>(entries(list));
    if (answer.isEmpty() && list.path().length != 0) {
      return new Message[] {new Message.NotExists(list.id())};
    }
    answer.add(new Message.ListEnd(list.id(), answer.size(), 0));
    return answer.toArray(Message[]::new);
  }

  /** The names below the folder that was asked for. */
  List<Message.Entry> entries(Message.List list) {
    String folder = text(list.path());
    String prefix = folder.isEmpty() ? "" : folder + "/";
    List<Message.Entry> entries = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>();
    for (Map.Entry<String, ServedFile> file : files.entrySet()) {
      if (!file.getKey().startsWith(prefix)) {
        continue;
      }
      String path = file.getKey().substring(prefix.length());
      for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
        folders.add(path.substring(0, at));
      }
      if (list.recursive() || path.indexOf('/') < 0) {
        entries.add(file(list.id(), path, file.getValue()));
      }
    }
    for (String path : folders) {
      if (list.recursive() || path.indexOf('/') < 0) {
        entries.add(0, folder(list.id(), path));
      }
    }
    return entries;
  }

  static Message.Entry file(int id, String path, ServedFile file) {
    return new Message.Entry(id, false, file.size(), ServedFile.MODIFIED, file.tag(), path);
  }

  static Message.Entry folder(int id, String path) {
    return new Message.Entry(id, true, 0, ServedFile.MODIFIED, new byte[0], path);
  }

  static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }
}
