package io.ft.codec.framed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends in the framed dialect. */
class FramedServerFuzz {

  static Stream<byte[]> seeds() {
    return FramedProperties.seeds(Side.CLIENT);
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    new FramedProperties(Side.CLIENT).check(data);
  }
}
