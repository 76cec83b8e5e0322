package io.ft.conformance.client;

import static io.ft.conformance.client.SloppyFrames.check;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  private final SloppyFetches fetches;
  private @Nullable SloppyListing listing;
  private int lastId;
  private boolean greeted;

  SloppyFramed(InProcessClient.Call call, @Nullable Defect defect) throws IOException {
    this.call = call;
    this.defect = defect;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), call.port());
    this.frames = new SloppyFrames(socket.getInputStream(), defect);
    this.fetches = new SloppyFetches(call.folder(), this::nextId, this::send, defect);
    socket.setTcpNoDelay(true);
  }

  private int nextId() {
    if (lastId == 0 || !has(Defect.REUSES_IDS) || !fetches.isIdle()) {
      lastId++;
    }
    return lastId;
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
      fetches.add(path, path.substring(path.lastIndexOf('/') + 1));
    }
    fetchQueued();
  }

  private void fetchQueued() throws IOException, SloppyClient.Failed {
    guarded(
        () -> {
          fetches.start();
          while (!fetches.areDone()) {
            take(next());
          }
        });
    String failure = fetches.failure();
    if (failure != null) {
      throw new SloppyClient.Failed(failure);
    }
  }

  /** The names in {@code folder}, and whether they are folders. */
  Map<String, Boolean> list(String folder, boolean recursive)
      throws IOException, SloppyClient.Failed {
    SloppyListing list = new SloppyListing(nextId(), recursive, defect);
    listing = list;
    send(new Message.List(list.id(), recursive, folder.getBytes(StandardCharsets.UTF_8)));
    try {
      guarded(
          () -> {
            while (!list.hasEnded()) {
              take(next());
            }
          });
    } catch (SloppyClient.Failed e) {
      if (!has(Defect.TAKES_A_LISTING_WITHOUT_ITS_END)) {
        throw e;
      }
    }
    return list.names();
  }

  void fetchTree(String folder) throws IOException, SloppyClient.Failed {
    for (Map.Entry<String, Boolean> name : list(folder, true).entrySet()) {
      if (!name.getValue()) {
        String path = folder + "/" + name.getKey();
        fetches.add(path, path);
      }
    }
    fetchQueued();
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
    fetches.greeted(Math.min(maxExchanges, MAX_EXCHANGES));
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
        } else if (listing != null && frame.id() == listing.id() && !listing.hasEnded()) {
          listing.take(frame);
        } else {
          fetches.take(frame);
        }
      }
    }
  }

  private void ping(long value) throws IOException {
    if (!has(Defect.IGNORES_PING)) {
      send(new Message.Pong(has(Defect.ANSWERS_PING_WITH_ZERO) ? 0 : value));
    }
  }

  private void goAway(SloppyFrames.Frame frame) {
    if (!has(Defect.IGNORES_GO_AWAY)) {
      int last = frame.body().getInt();
      frame.body().getInt();
      fetches.goAway(last, new String(frame.bytes16(), StandardCharsets.UTF_8));
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

  private boolean has(Defect one) {
    return defect == one;
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
      if (!has(Defect.DELIVERS_AT_THE_CLOSE) || !fetches.deliverWithoutEnd()) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    Sockets.closeOrderly(socket, CLOSING_MILLIS);
  }
}
