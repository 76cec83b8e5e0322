package io.ft.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.NotExists;
import io.ft.codec.ProtocolException;
import io.ft.codec.WireText;
import io.ft.codec.classic.ClassicClientCodec;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.classic.ClassicTiming;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The classic codec against the golden vectors, on a clock that stands still between the steps. */
class ClassicVectorsTest {

  @TestFactory
  Stream<DynamicTest> answers() {
    return Vectors.classicAnswers().stream()
        .map(
            vector ->
                dynamicTest(
                    vector.name(),
                    () ->
                        check(
                            vector,
                            new ClassicClientCodec(ClassicTiming.DEFAULT, Limits.DEFAULT))));
  }

  @TestFactory
  Stream<DynamicTest> names() {
    return Vectors.classicNames().stream()
        .map(
            vector ->
                dynamicTest(
                    vector.name(),
                    () -> check(vector, new ClassicServerCodec(ClassicTiming.DEFAULT))));
  }

  private static void check(ClassicVector vector, ChannelHandler codec) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(codec);
    boolean client = codec instanceof ClassicClientCodec;
    JsonNode outcome;
    try {
      for (ClassicVector.Step step : vector.steps()) {
        perform(channel, step);
      }
      pass(channel, ClassicTiming.DEFAULT.settleMillis());
      outcome = outcome(channel.readInbound(), client && !channel.isActive());
    } catch (ProtocolException e) {
      outcome = TextNode.valueOf("error");
    }
    assertThat(outcome).isEqualTo(vector.outcome());
    channel.releaseInbound();
    channel.close();
  }

  private static void perform(EmbeddedChannel channel, ClassicVector.Step step) {
    if (step instanceof ClassicVector.Bytes bytes) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes.bytes()));
    } else if (step instanceof ClassicVector.Pause pause) {
      pass(channel, pause.millis());
    } else {
      // From the front of the pipeline, so that it is the peer's close.
      channel.pipeline().firstContext().close();
      channel.runPendingTasks();
    }
  }

  private static void pass(EmbeddedChannel channel, long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.checkException();
  }

  private static JsonNode outcome(@Nullable Object message, boolean ended) {
    if (message instanceof Exists exists) {
      return JsonNodeFactory.instance.objectNode().put("size", String.valueOf(exists.size()));
    } else if (message instanceof FileRequest request) {
      String name = HexFormat.of().formatHex(WireText.encode(request.path()));
      return JsonNodeFactory.instance.objectNode().put("name", name);
    } else if (message instanceof NotExists) {
      return TextNode.valueOf("not exists");
    }
    assertThat(message).isNull();
    return TextNode.valueOf(ended ? "ended early" : "nothing");
  }
}
