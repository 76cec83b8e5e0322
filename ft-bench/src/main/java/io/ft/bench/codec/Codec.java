package io.ft.bench.codec;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.framed.FramedClientCodec;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** How file data is carried; NONE is what the rig costs by itself. */
public enum Codec {
  NONE {
    @Override
    Rig receiver() {
      return new Rig(new PassThrough());
    }

    @Override
    Rig sender() {
      return new Rig(new PassThrough());
    }

    @Override
    ByteBuf stream(int blocks) {
      return data(blocks);
    }
  },
  FRAMED {
    @Override
    Rig receiver() {
      Rig rig = new Rig(new FramedClientCodec(Limits.DEFAULT));
      rig.receive(Frames.encode(Sample.HELLO.message));
      return rig;
    }

    @Override
    Rig sender() {
      return new Rig(new FramedServerCodec());
    }

    @Override
    ByteBuf stream(int blocks) {
      ByteBuf data = data(1);
      List<Message> messages = new ArrayList<>();
      for (int i = 0; i < blocks; i++) {
        messages.add(new BlockHeader(ID, (long) i * BLOCK_BYTES, BLOCK_BYTES));
        messages.add(new BlockContent(ID, data.retainedDuplicate()));
        messages.add(new BlockEnd(ID, 0));
      }
      data.release();
      return Frames.encode(messages.toArray(new Message[0]));
    }
  },
  CLASSIC {
    @Override
    Rig receiver() {
      return ClassicAnswers.readyClient();
    }

    @Override
    Rig sender() {
      return ClassicAnswers.readyServer();
    }

    @Override
    ByteBuf stream(int blocks) {
      return data(blocks);
    }
  };

  static final int ID = 1;
  static final int BLOCK_BYTES = 1024 * 1024;

  /** A client that is about to receive file data. */
  abstract Rig receiver();

  /** A server that is about to send file data. */
  abstract Rig sender();

  /** The bytes of so many blocks as they come from the network, which the caller releases. */
  abstract ByteBuf stream(int blocks);

  /** File data for so many blocks. No codec looks at it. */
  static ByteBuf data(int blocks) {
    int length = blocks * BLOCK_BYTES;
    return PooledByteBufAllocator.DEFAULT.directBuffer(length, length).writeZero(length);
  }
}
