package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange went.
 *
 * @param answer what came before the blocks, null if nothing did
 * @param end the message that ended it, or {@link Sockets.Closed}
 */
record Transfer(@Nullable Exists answer, List<Block> blocks, Object end) {

  Exists exists() {
    return Objects.requireNonNull(answer, "no Exists came");
  }

  /** The data of all blocks, each of which must be intact. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Block block : blocks) {
      assertThat(block.intact()).as("%s", block).isTrue();
      bytes.writeBytes(block.data());
    }
    return bytes.toByteArray();
  }

  void assertFailed(ErrorCode code) {
    assertThat(end)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
