package io.ft.conformance.client;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A framed connection of the {@link SloppyClient}. */
final class SloppyFramed implements AutoCloseable {

  private static final int MAX_EXCHANGES = 16;
  private static final int MAX_BLOCK_BYTES = 1024 * 1024;
  private static final int CLOSING_MILLIS = 2_000;
  private static final int LAST_CODE = 13;

  private final InProcessClient.Call call;
  private final @Nullable Defect defect;
  private final Socket socket;
  private final SloppyFrames frames;
  private final Queue<SloppyFetch> queued = new ArrayDeque<>();
  private final Map<Integer, SloppyFetch> running = new HashMap<>();
  private final Map<String, Boolean> names = new LinkedHashMap<>();
  private @Nullable String failure;
  private int listing;
  private boolean recursive;
  private int limit = 8;
  private int lastId;
  private boolean greeted;
  private boolean goingAway;

  SloppyFramed(InProcessClient.Call call, @Nullable Defect defect) throws IOException {
    this.call = call;
    this.defect = defect;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), call.port());
    this.frames = new SloppyFrames(socket.getInputStream(), defect);
    socket.setTcpNoDelay(true);
  }

  /** Greets. */
  void greet() throws IOException, SloppyClient.Failed {
    if (has(Defect.WAITS_FOR_THE_SERVER)) {
      guarded(frames::preface);
    }
    boolean tellsToken = call.task() == Task.TOKEN && has(Defect.SENDS_ITS_TOKEN_IN_THE_CLEAR);
    byte[] token = tellsToken ? new byte[] {'x'} : new byte[0];
    Message.Hello hello =
        new Message.Hello(1, 1, 1, MAX_EXCHANGES, MAX_BLOCK_BYTES, token, new byte[0]);
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    greeting.writeBytes(Frame.preface());
    greeting.writeBytes(MessageWriter.frame(hello).bytes());
    socket.getOutputStream().write(greeting.toByteArray());
  }

  /** Whether the server has greeted. */
  boolean isGreeted() {
    return greeted;
  }

  /** Fetches files, each to its last name. */
  void fetch(List<String> paths) throws IOException, SloppyClient.Failed {
    for (String path : paths) {
      queued.add(new SloppyFetch(path, path.substring(path.lastIndexOf('/') + 1), defect));
    }
    fetchQueued();
  }

  private void fetchQueued() throws IOException, SloppyClient.Failed {
    guarded(
        () -> {
          start();
          while (!running.isEmpty() || !queued.isEmpty()) {
            take(next());
          }
        });
    if (failure != null) {
      throw new SloppyClient.Failed(failure);
    }
  }

  /** The names in {@code folder}, and whether they are folders. */
  Map<String, Boolean> list(String folder, boolean recursive)
      throws IOException, SloppyClient.Failed {
    this.recursive = recursive;
    listing = ++lastId;
    send(new Message.List(listing, recursive, folder.getBytes(StandardCharsets.UTF_8)));
    try {
      guarded(
          () -> {
            while (listing != 0) {
              take(next());
            }
          });
    } catch (SloppyClient.Failed e) {
      if (!has(Defect.TAKES_A_LISTING_WITHOUT_ITS_END)) {
        throw e;
      }
    }
    return names;
  }

  void fetchTree(String folder) throws IOException, SloppyClient.Failed {
    list(folder, true);
    for (Map.Entry<String, Boolean> name : names.entrySet()) {
      if (!name.getValue()) {
        String path = folder + "/" + name.getKey();
        queued.add(new SloppyFetch(path, path, defect));
      }
    }
    fetchQueued();
  }

  private void start() throws IOException {
    boolean floods =
        has(greeted ? Defect.FLOODS_BEHIND_THE_GREETING : Defect.FLOODS_BEFORE_THE_GREETING);
    while (!queued.isEmpty() && (running.size() < limit || floods)) {
      begin(queued.remove());
    }
  }

  private void begin(SloppyFetch fetch) throws IOException {
    if (lastId == 0 || !has(Defect.REUSES_IDS) || !running.isEmpty()) {
      lastId++;
    }
    running.put(lastId, fetch);
    send(fetch.request(lastId));
  }

  private SloppyFrames.Frame next() throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    try {
      if (!greeted) {
        if (!has(Defect.WAITS_FOR_THE_SERVER)) {
          frames.preface();
        }
        SloppyFrames.Frame hello = frames.next();
        check(hello.type() == 0x01, "a frame before HELLO");
        greeted(hello);
      }
      return frames.next();
    } catch (EOFException e) {
      throw new SloppyClient.Failed("the server closed early");
    }
  }

  private void greeted(SloppyFrames.Frame hello) throws IOException, SloppyFrames.Wrong {
    greeted = true;
    int minVersion = hello.body().get();
    long features = hello.body().getLong(2);
    int maxExchanges = hello.body().getInt(10);
    hello.body().position(18);
    byte[] token = hello.bytes16();
    hello.bytes8();
    if (minVersion > 1 && !has(Defect.TAKES_ANY_VERSION)) {
      throw new SloppyFrames.Wrong(2, "no version in common");
    }
    check(maxExchanges >= 8 || has(Defect.TAKES_FEW_EXCHANGES), "too few exchanges");
    check(token.length == 0 || !has(Defect.REFUSES_A_TOKEN), "a token");
    check((features & ~3) == 0 || !has(Defect.REFUSES_UNKNOWN_FEATURES), "a feature");
    check(!hello.body().hasRemaining() || !has(Defect.REFUSES_MORE_IN_HELLO), "more bytes");
    limit = Math.min(maxExchanges, MAX_EXCHANGES);
    start();
  }

  private void take(SloppyFrames.Frame frame)
      throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    switch (frame.type()) {
      case 0x01 -> check(has(Defect.TAKES_A_SECOND_HELLO), "a second HELLO");
      case 0x02 -> ping(frame.body().getLong());
      case 0x03 -> {}
      case 0x04 -> goAway(frame);
      default -> {
        if (frame.id() == 0) {
          connectionEnds(frame);
        } else if (frame.id() == listing) {
          takeForListing(frame);
        } else {
          takeForFile(frame);
        }
      }
    }
  }

  private void ping(long value) throws IOException {
    if (!has(Defect.IGNORES_PING)) {
      send(new Message.Pong(has(Defect.ANSWERS_PING_WITH_ZERO) ? 0 : value));
    }
  }

  private void goAway(SloppyFrames.Frame frame) throws SloppyClient.Failed {
    if (has(Defect.IGNORES_GO_AWAY)) {
      return;
    }
    goingAway = true;
    int last = frame.body().getInt();
    frame.body().getInt();
    if (!queued.isEmpty() || lastId > last) {
      failure = "the server goes away: " + text(frame.bytes16());
      queued.clear();
      running.keySet().removeIf(id -> id > last);
    }
  }

  private void connectionEnds(SloppyFrames.Frame frame) throws IOException, SloppyClient.Failed {
    int code = frame.type() == 0x05 ? frame.body().getShort() & 0xFFFF : 0;
    if (code > LAST_CODE && has(Defect.IGNORES_UNKNOWN_CODES)) {
      return;
    }
    if (has(Defect.ANSWERS_FAILURE)) {
      send(new Message.Failure(0, 1, new byte[0]));
    }
    throw new SloppyClient.Failed("the server has ended the connection");
  }

  private void takeForFile(SloppyFrames.Frame frame)
      throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    SloppyFetch fetch = running.get(frame.id());
    if (fetch == null) {
      check(has(Defect.IGNORES_FRAMES_OF_NO_EXCHANGE), "no such exchange");
      return;
    }
    switch (frame.type()) {
      case 0x11 -> ready(fetch.exists(frame.id(), frame));
      case 0x14 -> fetch.block(frame);
      case 0x15 -> end(frame.id(), fetch, frame.body().getLong());
      case 0x12 -> {
        check(!fetch.isOpen(), "NOT_EXISTS behind EXISTS");
        if (has(Defect.TAKES_NOT_EXISTS_FOR_AN_EMPTY_FILE)) {
          deliver(fetch);
          running.remove(frame.id());
        } else {
          fails(frame.id(), "no such file");
        }
      }
      case 0x06 -> fails(frame.id(), "busy");
      case 0x05 -> failed(frame, fetch);
      default -> check(has(Defect.IGNORES_FRAMES_OUT_OF_PLACE), "a frame out of place");
    }
  }

  private void ready(Message.@Nullable Ready ready) throws IOException {
    if (ready != null) {
      send(ready);
      if (has(Defect.SENDS_READY_TWICE)) {
        send(ready);
      }
    }
  }

  private void end(int id, SloppyFetch fetch, long length)
      throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    if (fetch.end(length)) {
      deliver(fetch);
      running.remove(id);
      start();
    } else {
      running.remove(id);
      begin(fetch);
    }
  }

  private void deliver(SloppyFetch fetch) throws IOException {
    Path target = call.folder().resolve(fetch.target);
    Files.createDirectories(target.getParent());
    Files.write(target, fetch.content());
  }

  private void failed(SloppyFrames.Frame frame, SloppyFetch fetch)
      throws IOException, SloppyClient.Failed {
    int code = frame.body().getShort() & 0xFFFF;
    if (code > LAST_CODE && has(Defect.IGNORES_UNKNOWN_CODES)) {
      return;
    }
    if (code == 6 && has(Defect.PRESENTS_WHAT_HAS_CHANGED)) {
      deliver(fetch);
    }
    fails(frame.id(), text(frame.bytes16()));
  }

  private void fails(int id, String text) throws IOException, SloppyClient.Failed {
    failure = text;
    running.remove(id);
    if (!goingAway) {
      start();
    }
  }

  private void takeForListing(SloppyFrames.Frame frame)
      throws SloppyFrames.Wrong, SloppyClient.Failed {
    switch (frame.type()) {
      case 0x21 -> entry(frame);
      case 0x22 -> {
        long entries = frame.body().getLong();
        check(entries == names.size() || has(Defect.TAKES_ANY_COUNT), "another count");
        listing = 0;
      }
      case 0x05, 0x06, 0x12 -> throw new SloppyClient.Failed("there is no such listing");
      default -> check(has(Defect.IGNORES_FRAMES_OUT_OF_PLACE), "a frame out of place");
    }
  }

  private void entry(SloppyFrames.Frame frame) throws SloppyFrames.Wrong {
    boolean folder = frame.body().get() == 2;
    frame.bytes(20);
    frame.bytes8();
    byte[] bytes = frame.bytes16();
    String path = new String(bytes, StandardCharsets.UTF_8);
    boolean good =
        !path.isEmpty()
            && Arrays.equals(path.getBytes(StandardCharsets.UTF_8), bytes)
            && path.indexOf(0) < 0
            && (recursive || path.indexOf('/') < 0)
            && !("/" + path + "/").matches("(?s).*/\\.{0,2}/.*");
    check(good || has(Defect.TAKES_ANY_NAME), "a name that is none");
    names.put(path, folder);
  }

  private boolean has(Defect one) {
    return defect == one;
  }

  private static void check(boolean kept, String what) throws SloppyFrames.Wrong {
    if (!kept) {
      throw new SloppyFrames.Wrong(1, what);
    }
  }

  private static String text(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }

  private void send(Message message) throws IOException {
    socket.getOutputStream().write(MessageWriter.frame(message).bytes());
  }

  private interface Step {
    void run() throws IOException, SloppyFrames.Wrong, SloppyClient.Failed;
  }

  /** Fails the connection if the server breaks a rule. */
  private void guarded(Step step) throws IOException, SloppyClient.Failed {
    try {
      step.run();
    } catch (SloppyFrames.Wrong e) {
      send(new Message.Failure(0, e.code, new byte[0]));
      close();
      throw new SloppyClient.Failed("the server breaks a rule: " + e.getMessage());
    } catch (SloppyClient.Failed | IOException e) {
      if (has(Defect.DELIVERS_AT_THE_CLOSE)) {
        for (SloppyFetch fetch : running.values()) {
          if (fetch.isComplete()) {
            deliver(fetch);
            return;
          }
        }
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Sockets.closeOrderly(socket, CLOSING_MILLIS);
  }
}
