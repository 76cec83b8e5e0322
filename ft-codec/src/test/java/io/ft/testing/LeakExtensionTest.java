package io.ft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;

class LeakExtensionTest {

  @Test
  void nettyUsesTheRecordingDetector() {
    assertThat(ResourceLeakDetectorFactory.instance().newResourceLeakDetector(String.class))
        .isInstanceOf(RecordingLeakDetector.class);
  }

  @Test
  void extensionIsFoundAsService() {
    assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(LeakExtension.class);
  }

  @Test
  void lostBufferIsFoundWithItsRecords() {
    LeakExtension.leak("lost in a test");

    assertThat(LeakExtension.takeLeaks())
        .singleElement()
        .asString()
        .contains("lost in a test", "LeakExtension.leak");
  }

  @Test
  void everyLostBufferIsFound() {
    for (int i = 0; i < 100; i++) {
      LeakExtension.leak("lost in a loop, " + i);
    }

    assertThat(LeakExtension.takeLeaks()).hasSize(100);
  }

  @Test
  void lostSliceIsFound() {
    loseSlice();

    assertThat(LeakExtension.takeLeaks()).singleElement().asString().contains("lost slice");
  }

  @Test
  void foundLeaksAreOffTheRecord() {
    LeakExtension.leak("lost once");
    assertThat(LeakExtension.takeLeaks()).hasSize(1);

    assertThat(LeakExtension.takeLeaks()).isEmpty();
  }

  @Test
  void releasedBufferIsNoLeak() {
    ByteBufAllocator.DEFAULT.buffer(1).touch("released").release();

    assertThat(LeakExtension.takeLeaks()).isEmpty();
  }

  @Test
  void classWithLeakFails() {
    LeakExtension.leak("lost by SomeTest");

    assertThatThrownBy(() -> LeakExtension.failOnLeaks("SomeTest"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("1 leaks in SomeTest", "lost by SomeTest");
  }

  @Test
  void classWithoutLeakPasses() {
    LeakExtension.failOnLeaks("SomeTest");
  }

  private static void loseSlice() {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(8).writeLong(1);
    ByteBuf slice = buffer.readRetainedSlice(4).touch("lost slice");
    buffer.release();
    assertThat(slice.refCnt()).isPositive();
  }
}
