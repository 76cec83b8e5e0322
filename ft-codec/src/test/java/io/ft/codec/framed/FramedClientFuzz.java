package io.ft.codec.framed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server sends in the framed dialect. */
class FramedClientFuzz {

  static Stream<byte[]> seeds() {
    return FramedProperties.seeds(Side.SERVER);
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    new FramedProperties(Side.SERVER).check(data);
  }
}
