package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.FileStore;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions of files as buffers, and what they take of the memory for that. */
class RegionChunksTest {

  private static final int FILE_BYTES = 300_000;

  private final ChunkBudget budget = new ChunkBudget(ChunkBudget.MIN_BYTES);
  private Path root;
  private byte[] bytes;
  private FileStore store;
  private OpenFile file;

  @BeforeEach
  void openFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
    file = store.open("file", Permission.ALL);
  }

  @AfterEach
  void everythingIsGivenBack() throws IOException {
    file.release();
    store.close();
    assertThat(OpenHandles.below(root)).isEmpty();
    assertThat(budget.takenBytes()).isZero();
    assertThat(budget.waiting()).isZero();
  }

  private ChannelFuture send(EmbeddedChannel channel) {
    return channel.writeAndFlush(file.region(0, FILE_BYTES));
  }

  private static byte[] sent(EmbeddedChannel channel) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      all.writeBytes(each);
      each.release();
    }
    byte[] sent = new byte[all.readableBytes()];
    all.readBytes(sent);
    return sent;
  }

  @Test
  void regionWaitsUntilThereIsRoomForAChunk() {
    int all = Math.toIntExact(2 * ChunkBudget.MIN_BYTES);
    for (int taken = 0; taken < all; ) {
      taken += budget.take(ChunkBudget.CHUNK_BYTES, () -> {});
    }
    RegionChunks chunks = new RegionChunks(budget);
    EmbeddedChannel channel = new EmbeddedChannel(chunks);
    ChannelFuture written = send(channel);
    channel.write(Unpooled.wrappedBuffer(new byte[] {1}));
    assertThat(chunks.waitsForRoom()).isTrue();
    assertThat(sent(channel)).isEmpty();

    budget.giveBack(ChunkBudget.CHUNK_BYTES);
    channel.runPendingTasks();

    assertThat(written.isSuccess()).isTrue();
    assertThat(chunks.waitsForRoom()).isFalse();
    byte[] sent = sent(channel);
    assertThat(sent).hasSize(FILE_BYTES + 1).startsWith(bytes).endsWith((byte) 1);
    budget.giveBack(all - ChunkBudget.CHUNK_BYTES);
    channel.close();
  }

  @Test
  void connectionThatEndsWhileItWaitsLeavesTheLine() {
    int all = Math.toIntExact(2 * ChunkBudget.MIN_BYTES);
    for (int taken = 0; taken < all; ) {
      taken += budget.take(ChunkBudget.CHUNK_BYTES, () -> {});
    }
    EmbeddedChannel channel = new EmbeddedChannel(new RegionChunks(budget));
    EmbeddedChannel late = new EmbeddedChannel(new RegionChunks(budget));
    ChannelFuture written = send(channel);
    ChannelFuture writtenLate = send(late);

    channel.close();
    assertThat(budget.waiting()).isEqualTo(1);
    budget.giveBack(ChunkBudget.CHUNK_BYTES);
    assertThat(budget.takenBytes()).isEqualTo(all);
    late.runPendingTasks();

    assertThat(written.isSuccess()).isFalse();
    assertThat(Dropped.isNoted(channel)).isTrue();
    assertThat(writtenLate.isSuccess()).isTrue();
    assertThat(sent(late)).isEqualTo(bytes);
    assertThat(Dropped.isNoted(late)).isFalse();
    late.close();
    budget.giveBack(all - ChunkBudget.CHUNK_BYTES);
  }

  @Test
  void wantOfMemoryFailsTheConnectionAlone() {
    List<Throwable> caught = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new RegionChunks(budget),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                caught.add(cause);
              }
            });
    channel.config().setAllocator(new NoMemory());

    ChannelFuture written = send(channel);

    assertThat(written.cause()).isInstanceOf(OutOfMemoryError.class);
    assertThat(caught).containsExactly(written.cause());
    assertThat(Dropped.isNoted(channel)).isTrue();
    channel.close();
  }

  /** Has none. */
  private static final class NoMemory extends AbstractByteBufAllocator {

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("no memory, says a test");
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      throw new OutOfMemoryError("no direct memory, says a test");
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }
}
