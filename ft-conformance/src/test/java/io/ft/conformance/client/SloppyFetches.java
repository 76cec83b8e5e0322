package io.ft.conformance.client;

import static io.ft.conformance.client.SloppyFrames.check;

import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The exchanges of files: those that run on a connection, and those that wait. */
final class SloppyFetches {

  /** Sends to the server. */
  interface Sender {
    void send(Message message) throws IOException;
  }

  private static final int LAST_CODE = 13;

  private final Path folder;
  private final IntSupplier ids;
  private final Sender sender;
  private final @Nullable Defect defect;
  private final Queue<SloppyFetch> queued = new ArrayDeque<>();
  private final Map<Integer, SloppyFetch> running = new HashMap<>();
  private Defect flood = Defect.FLOODS_BEFORE_THE_GREETING;
  private int limit = 8;
  private @Nullable String failure;

  SloppyFetches(Path folder, IntSupplier ids, Sender sender, @Nullable Defect defect) {
    this.folder = folder;
    this.ids = ids;
    this.sender = sender;
    this.defect = defect;
  }

  void add(String path, String target) {
    queued.add(new SloppyFetch(path, target, defect));
  }

  /** Begins as many as may run. */
  void start() throws IOException {
    while (!queued.isEmpty() && (running.size() < limit || has(flood))) {
      begin(queued.remove());
    }
  }

  /** The server has greeted, and so many may run. */
  void greeted(int exchanges) throws IOException {
    limit = exchanges;
    flood = Defect.FLOODS_BEHIND_THE_GREETING;
    start();
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  boolean areDone() {
    return running.isEmpty() && queued.isEmpty();
  }

  /** Why one of them failed; null if none did. */
  @Nullable String failure() {
    return failure;
  }

  private void begin(SloppyFetch fetch) throws IOException {
    int id = ids.getAsInt();
    running.put(id, fetch);
    sender.send(fetch.request(id));
  }

  /** Nothing above {@code lastId} is attended to, nor what waits. */
  void goAway(int lastId, String text) {
    boolean loses = running.keySet().removeIf(id -> id > lastId);
    if (loses || !queued.isEmpty()) {
      failure = "the server goes away: " + text;
      queued.clear();
    }
  }

  void take(SloppyFrames.Frame frame) throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    SloppyFetch fetch = running.get(frame.id());
    if (fetch == null) {
      check(has(Defect.IGNORES_FRAMES_OF_NO_EXCHANGE), "no such exchange");
      return;
    }
    switch (frame.type()) {
      case 0x11 -> ready(fetch.exists(frame.id(), frame));
      case 0x14 -> fetch.block(frame);
      case 0x15 -> end(frame.id(), fetch, frame.body().getLong());
      case 0x12 -> notExists(frame.id(), fetch);
      case 0x06 -> fails(frame.id(), "busy");
      case 0x05 -> failed(frame, fetch);
      default -> check(has(Defect.IGNORES_FRAMES_OUT_OF_PLACE), "a frame out of place");
    }
  }

  private void ready(Message.@Nullable Ready ready) throws IOException {
    if (ready != null) {
      sender.send(ready);
      if (has(Defect.SENDS_READY_TWICE)) {
        sender.send(ready);
      }
    }
  }

  private void end(int id, SloppyFetch fetch, long length)
      throws IOException, SloppyFrames.Wrong, SloppyClient.Failed {
    boolean complete = fetch.end(length);
    running.remove(id);
    if (complete) {
      deliver(fetch);
      start();
    } else {
      begin(fetch);
    }
  }

  private void notExists(int id, SloppyFetch fetch) throws IOException, SloppyFrames.Wrong {
    check(!fetch.isOpen(), "NOT_EXISTS behind EXISTS");
    if (has(Defect.TAKES_NOT_EXISTS_FOR_AN_EMPTY_FILE)) {
      deliver(fetch);
      running.remove(id);
    } else {
      fails(id, "no such file");
    }
  }

  private void failed(SloppyFrames.Frame frame, SloppyFetch fetch) throws IOException {
    int code = frame.body().getShort() & 0xFFFF;
    if (code > LAST_CODE && has(Defect.IGNORES_UNKNOWN_CODES)) {
      return;
    }
    if (code == 6 && has(Defect.PRESENTS_WHAT_HAS_CHANGED)) {
      deliver(fetch);
    }
    fails(frame.id(), new String(frame.bytes16(), StandardCharsets.UTF_8));
  }

  private void fails(int id, String text) throws IOException {
    failure = text;
    running.remove(id);
    start();
  }

  private void deliver(SloppyFetch fetch) throws IOException {
    Path target = folder.resolve(fetch.target);
    Files.createDirectories(target.getParent());
    Files.write(target, fetch.content());
  }

  /** Delivers one of which nothing but the end is missing; returns whether there was one. */
  boolean deliverWithoutEnd() throws IOException {
    for (SloppyFetch fetch : running.values()) {
      if (fetch.isComplete()) {
        deliver(fetch);
        return true;
      }
    }
    return false;
  }

  private boolean has(Defect one) {
    return defect == one;
  }
}
