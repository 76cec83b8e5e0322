package io.ft.bench.codec;

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
import java.time.Instant;
import java.util.Set;

/** A typical message of each kind that is one frame. */
public enum Sample {
  HELLO(
      Sender.SERVER,
      new Hello(Set.of(Feature.LIST, Feature.SHA256), 128, Limits.MIN_BLOCK_BYTES, "ft-server")),
  PING(Sender.CLIENT, new Ping(Values.NUMBER)),
  PONG(Sender.SERVER, new Pong(Values.NUMBER)),
  GO_AWAY(Sender.SERVER, new GoAway(Values.ID, 1_000, "the server is about to stop")),
  FILE_REQUEST(
      Sender.CLIENT,
      new FileRequest(
          Values.ID,
          Values.PATH,
          Tag.NONE,
          false,
          FileRequest.Advance.wholeFileUpTo(Values.NUMBER))),
  EXISTS(
      Sender.SERVER,
      new Exists(Values.ID, Values.NUMBER, Values.MODIFIED, Values.TAG, 1024 * 1024, null)),
  NOT_EXISTS(Sender.SERVER, new NotExists(Values.ID)),
  READY(Sender.CLIENT, new Ready(Values.ID, 0, Values.NUMBER)),
  END(Sender.SERVER, new End(Values.ID, Values.NUMBER)),
  CANCEL(Sender.CLIENT, new Cancel(Values.ID)),
  BUSY(Sender.SERVER, new Busy(Values.ID, 1_000, 0)),
  FAILURE(Sender.SERVER, new Failure(Values.ID, ErrorCode.CHANGED, "the file has changed")),
  LIST_REQUEST(Sender.CLIENT, new ListRequest(Values.ID, "releases/2026", true)),
  ENTRY(
      Sender.SERVER,
      new Entry(
          Values.ID, Entry.Kind.FILE, Values.NUMBER, Values.MODIFIED, Values.TAG, Values.PATH)),
  LIST_END(Sender.SERVER, new ListEnd(Values.ID, 1_000, 0));

  /** In a class of its own: the constants above cannot use fields of their enum. */
  private static final class Values {
    static final int ID = 12_345;
    static final long NUMBER = 3_456_789_012L;
    static final String PATH = "releases/2026/installer-1.2.3-linux-x86_64.tar.gz";
    static final Instant MODIFIED = Instant.ofEpochSecond(1_790_000_000, 123_456_789);
    static final Tag TAG = Tag.of(new byte[24]);
  }

  final Sender sender;

  // Messages are immutable, all but BlockContent, which is none of these.
  @SuppressWarnings("ImmutableEnumChecker")
  final Message message;

  Sample(Sender sender, Message message) {
    this.sender = sender;
    this.message = message;
  }
}
