package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.Faults;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that were damaged or cut on the way, and frames of a time to come. */
class DamagedFrameTest {

  private static final int BLOCK_HEADER_BYTES = 20;
  private static final byte[] CONTENT = TestFiles.content(2 * FramedPeer.BLOCK_BYTES);

  /** What the client says to the fault, or that it has closed. */
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 8, 11})
  void damagedHeaderFailsTheConnection(int position) throws Exception {
    assertThat(failureAfterDamage(position).error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
    assertHeard(ErrorCode.CHECKSUM);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 19, 30, -1})
  void damagedPayloadFailsTheConnection(int position) throws Exception {
    assertThat(failureAfterDamage(position).error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
    assertHeard(ErrorCode.CHECKSUM);
  }

  @Test
  void dataOfAnotherBlockIsNotTakenForThisOne() throws Exception {
    // What lies between the header of one block and the data of the next was lost on the way.
    byte[] spliced = block(1);
    System.arraycopy(block(0), 0, spliced, 0, BLOCK_HEADER_BYTES);

    assertSuccess(
        (client, request) -> {
          client.send(FramedPeer.exists(1, CONTENT.length));
          client.raw().write(spliced);
          client.sendBlocks(1, CONTENT, 1, 1);
          client.send(new End(1, CONTENT.length));
          client.serve(client.receive(FileRequest.class), CONTENT);
        });
  }

  @Test
  void blockThatComesTwiceIsAProtocolError() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(
                client -> {
                  client.receive(FileRequest.class);
                  client.send(FramedPeer.exists(1, CONTENT.length));
                  client.raw().write(block(0));
                  client.raw().write(block(0));
                  client.untilClosed();
                }));

    assertThat(failure.error()).isEqualTo(TransferError.PROTOCOL);
  }

  @Test
  void brokenRuleIsToldToTheServerBeforeTheConnectionIsClosed() throws Exception {
    TransferException failure = failureAfter(encode(new End(1, 0)));

    assertThat(failure.error()).isEqualTo(TransferError.PROTOCOL);
    assertHeard(ErrorCode.MALFORMED);
  }

  @Test
  void unknownFrameTypeIsAProtocolError() throws Exception {
    // type 0x30, no payload, id 1
    byte[] header = HexFormat.of().parseHex("3000000000000001");

    TransferException failure = failureAfter(frame(header));

    assertThat(failure.error()).isEqualTo(TransferError.PROTOCOL);
    assertHeard(ErrorCode.MALFORMED);
  }

  @Test
  void frameTypeOfATimeToComeIsSkipped() throws Exception {
    // type 0x80, no payload, an id that nobody knows
    byte[] header = HexFormat.of().parseHex("80000000000003e8");

    assertSuccess(
        (client, request) -> {
          client.raw().write(frame(header));
          client.serve(request, CONTENT);
        });
  }

  @Test
  void bytesMayComeOneByOne() throws Exception {
    assertSuccess(
        (client, request) -> {
          for (byte each : encode(FramedPeer.exists(request.id(), CONTENT.length))) {
            client.raw().write(each);
          }
          client.sendBlocks(request.id(), CONTENT, 0, 2);
          for (byte each : encode(new End(request.id(), CONTENT.length))) {
            client.raw().write(each);
          }
        });
  }

  @Test
  void pingIsAnsweredInTheMiddleOfADownload() throws Exception {
    assertSuccess(
        (client, request) -> {
          int id = request.id();
          client.send(FramedPeer.exists(id, CONTENT.length), new Ping(0x0123456789ABCDEFL));
          client.sendBlocks(id, CONTENT, 0, 1);
          assertThat(client.receive(Pong.class).value()).isEqualTo(0x0123456789ABCDEFL);
          client.send(new Pong(7)); // nobody asked for it
          client.sendBlocks(id, CONTENT, 1, 1);
          client.send(new End(id, CONTENT.length));
        });
  }

  private TransferException failureAfterDamage(int position) throws Exception {
    byte[] exists = encode(FramedPeer.exists(1, CONTENT.length));
    exists[position < 0 ? exists.length + position : position] ^= 0x40;
    return failureAfter(exists);
  }

  private TransferException failureAfter(byte[] bytes) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  client.receive(FileRequest.class);
                  client.raw().write(bytes);
                  Message message = client.receive();
                  if (message instanceof Failure failure) {
                    heard.add(failure.id() + " " + failure.code());
                  }
                  client.untilClosed();
                  heard.add("closed");
                });
        FileClient client = FileClient.create()) {
      TransferException failure =
          Downloads.failure(client.start(request(server), TransferListener.NONE));
      Await.until("the connection is closed", () -> heard.contains("closed"));
      return failure;
    }
  }

  private void assertHeard(ErrorCode code) throws InterruptedException {
    assertThat(heard.poll(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("0 " + code);
  }

  private interface Answer {
    void give(FramedPeer client, FileRequest request) throws IOException;
  }

  private void assertSuccess(Answer answer) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  answer.give(client, client.receive(FileRequest.class));
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(client.start(request(server), TransferListener.NONE));
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
  }

  private DownloadRequest request(ScriptedServer server) {
    return new DownloadRequest(server.file("source"), Target.file(folder.resolve("copy")));
  }

  /** A frame without a payload: the header, its check, and the check that is bound to it. */
  private static byte[] frame(byte[] header) {
    int check = (int) FramedPeer.crc32c(header);
    return ByteBuffer.allocate(header.length + 8).put(header).putInt(check).putInt(check).array();
  }

  private static byte[] block(int number) {
    byte[] data = FramedPeer.block(CONTENT, number);
    return encode(
        new BlockHeader(1, (long) number * FramedPeer.BLOCK_BYTES, data.length),
        new BlockContent(1, Unpooled.wrappedBuffer(data)),
        new BlockEnd(1, FramedPeer.crc32c(data)));
  }

  private static byte[] encode(Message... messages) {
    EmbeddedChannel encoder = new EmbeddedChannel(new FramedServerCodec());
    ByteBuf bytes = Unpooled.buffer();
    for (Message message : messages) {
      encoder.writeOutbound(message);
      ByteBuf part = encoder.readOutbound();
      bytes.writeBytes(part);
      part.release();
    }
    encoder.finishAndReleaseAll();
    return ByteBufUtil.getBytes(bytes);
  }
}
