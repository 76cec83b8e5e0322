package io.ft.conformance.wire;

/** Makes right frames of messages. */
public final class MessageWriter {

  private static final int ADVANCE = 0x01;
  private static final int SHA256 = 0x02;

  private MessageWriter() {}

  /** The frame of {@code message}, with right checks. */
  public static Frame frame(Message message) {
    if (message instanceof Message.Block block) {
      Frame frame = Frame.block(block.id(), block.offset(), block.data());
      return block.intact() ? frame : frame.withWrongBodyCheck();
    }
    return Frame.of(type(message).code(), message.id(), payload(message));
  }

  private static FrameType type(Message message) {
    if (message instanceof Message.Hello) {
      return FrameType.HELLO;
    } else if (message instanceof Message.Ping) {
      return FrameType.PING;
    } else if (message instanceof Message.Pong) {
      return FrameType.PONG;
    } else if (message instanceof Message.GoAway) {
      return FrameType.GO_AWAY;
    } else if (message instanceof Message.Failure) {
      return FrameType.FAILURE;
    } else if (message instanceof Message.Busy) {
      return FrameType.BUSY;
    } else if (message instanceof Message.Request) {
      return FrameType.REQUEST;
    } else if (message instanceof Message.Exists) {
      return FrameType.EXISTS;
    } else if (message instanceof Message.NotExists) {
      return FrameType.NOT_EXISTS;
    } else if (message instanceof Message.Ready) {
      return FrameType.READY;
    } else if (message instanceof Message.End) {
      return FrameType.END;
    } else if (message instanceof Message.Cancel) {
      return FrameType.CANCEL;
    } else if (message instanceof Message.List) {
      return FrameType.LIST;
    } else if (message instanceof Message.Entry) {
      return FrameType.ENTRY;
    } else if (message instanceof Message.ListEnd) {
      return FrameType.LIST_END;
    }
    throw new IllegalArgumentException("message: " + message);
  }

  private static byte[] payload(Message message) {
    Payload out = new Payload();
    if (message instanceof Message.Hello hello) {
      out.u8(hello.minVersion()).u8(hello.maxVersion()).u64(hello.features());
      out.u32(hello.maxExchanges()).u32(hello.maxBlockBytes());
      out.bytes16(hello.token()).bytes8(hello.agent());
    } else if (message instanceof Message.Ping ping) {
      out.u64(ping.value());
    } else if (message instanceof Message.Pong pong) {
      out.u64(pong.value());
    } else if (message instanceof Message.GoAway away) {
      out.u32(away.lastId()).u32((int) away.retryAfterMillis()).bytes16(away.text());
    } else if (message instanceof Message.Failure failure) {
      out.u16(failure.code()).bytes16(failure.text());
    } else if (message instanceof Message.Busy busy) {
      out.u32((int) busy.retryAfterMillis()).u32(busy.place());
    } else if (message instanceof Message.Request request) {
      request(out, request);
    } else if (message instanceof Message.Exists exists) {
      out.u64(exists.size()).time(exists.modified()).u32(exists.blockSize());
      out.bytes8(exists.tag()).bytes8(exists.sha256());
    } else if (message instanceof Message.Ready ready) {
      out.u64(ready.offset()).u64(ready.length());
    } else if (message instanceof Message.End end) {
      out.u64(end.length());
    } else if (message instanceof Message.List list) {
      out.u8(list.recursive() ? 1 : 0).bytes16(list.path());
    } else if (message instanceof Message.Entry entry) {
      out.u8(entry.folder() ? 2 : 1).u64(entry.size()).time(entry.modified());
      out.bytes8(entry.tag()).bytes16(entry.path());
    } else if (message instanceof Message.ListEnd end) {
      out.u64(end.entries()).u64(end.omitted());
    }
    return out.bytes();
  }

  private static void request(Payload out, Message.Request request) {
    Message.Advance advance = request.advance();
    out.u8((advance == null ? 0 : ADVANCE) | (request.wantsSha256() ? SHA256 : 0));
    out.bytes16(request.path()).bytes8(request.expectedTag());
    if (advance != null) {
      out.u64(advance.offset()).u64(advance.length()).u64(advance.maxSize());
    }
  }
}
