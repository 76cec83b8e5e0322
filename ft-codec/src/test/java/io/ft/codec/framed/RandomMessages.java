package io.ft.codec.framed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes messages of all kinds but blocks, with the bounds of each field among its values. */
final class RandomMessages {

  private static final List<ErrorCode> CODES = List.of(ErrorCode.values());

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  Hello hello() {
    int minVersion = number(1, 255);
    return new Hello(
        minVersion,
        number(minVersion, 255),
        features(),
        number(Limits.MIN_EXCHANGES, Integer.MAX_VALUE),
        number(Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES),
        text(Limits.MAX_TOKEN_BYTES),
        text(Limits.MAX_AGENT_BYTES));
  }

  Message ofClient() {
    return switch (random.nextInt(7)) {
      case 0 -> new Ping(random.nextLong());
      case 1 -> new Pong(random.nextLong());
      case 2 -> failure(Message.CONNECTION);
      case 3 -> new FileRequest(id(), path(), tag(), random.nextBoolean(), advance());
      case 4 -> new Ready(id(), size(), size());
      case 5 -> new Cancel(id());
      default -> new ListRequest(id(), path(), random.nextBoolean());
    };
  }

  Message ofServer() {
    return switch (random.nextInt(10)) {
      case 0 -> new Ping(random.nextLong());
      case 1 -> new Pong(random.nextLong());
      case 2 -> failure(idOrConnection());
      case 3 -> new GoAway(idOrConnection(), millis(), explanation());
      case 4 -> new Busy(idOrConnection(), millis(), number(0, Integer.MAX_VALUE));
      case 5 -> exists();
      case 6 -> new NotExists(id());
      case 7 -> new End(id(), size());
      case 8 -> entry();
      default -> new ListEnd(id(), size(), size());
    };
  }

  private Failure failure(int id) {
    ErrorCode code = CODES.get(random.nextInt(CODES.size()));
    return new Failure(id, code, explanation());
  }

  private Exists exists() {
    return new Exists(
        id(),
        size(),
        instant(),
        tag(),
        number(Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES),
        random.nextBoolean() ? HexFormat.of().formatHex(bytes(Exists.SHA256_BYTES)) : null);
  }

  private Entry entry() {
    Entry.Kind kind = random.nextBoolean() ? Entry.Kind.FILE : Entry.Kind.FOLDER;
    return new Entry(id(), kind, size(), instant(), tag(), path());
  }

  private FileRequest.@Nullable Advance advance() {
    return random.nextBoolean() ? new FileRequest.Advance(size(), size(), size()) : null;
  }

  private Set<Feature> features() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if (random.nextBoolean()) {
        features.add(feature);
      }
    }
    return features;
  }

  private Tag tag() {
    return Tag.of(bytes(number(0, Tag.MAX_BYTES)));
  }

  private Instant instant() {
    return switch (random.nextInt(4)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      default -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    };
  }

  private String path() {
    return text(Limits.MAX_PATH_BYTES);
  }

  /** Valid UTF-8, since nothing else of an explanation comes back equal. */
  private String explanation() {
    return new String(text(Limits.MAX_TEXT_BYTES).getBytes(UTF_8), UTF_8);
  }

  /** Text of at most {@code maxBytes} bytes, from any bytes: valid UTF-8 or not. */
  private String text(int maxBytes) {
    byte[] bytes = bytes(number(0, maxBytes));
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (' ' + (bytes[i] & 0x3F));
      }
    }
    return WireText.decode(bytes);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private int id() {
    return number(1, Integer.MAX_VALUE);
  }

  private int idOrConnection() {
    return number(Message.CONNECTION, Integer.MAX_VALUE);
  }

  private long millis() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 0xFFFF_FFFFL;
      default -> random.nextInt() & 0xFFFF_FFFFL;
    };
  }

  private long size() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextLong() >>> 1;
    };
  }

  /** A number of the range, one of its ends in half of the cases. */
  private int number(int min, int max) {
    return switch (random.nextInt(4)) {
      case 0 -> min;
      case 1 -> max;
      default -> (int) (min + (random.nextLong() >>> 1) % ((long) max - min + 1));
    };
  }
}
