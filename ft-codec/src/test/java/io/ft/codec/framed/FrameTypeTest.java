package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTypeTest {

  /** Columns: type, code, sides that may send it, ids it may carry, bounds of its payload. */
  @ParameterizedTest
  @CsvSource({
    "HELLO,      1, both,   0,   21,   16384",
    "PING,       2, both,   0,    8,       8",
    "PONG,       3, both,   0,    8,       8",
    "GO_AWAY,    4, server, 0,   10,    1034",
    "FAILURE,    5, both,   any,  4,    1028",
    "BUSY,       6, server, any,  8,       8",
    "REQUEST,   16, client, id,   4,   16384",
    "EXISTS,    17, server, id,  26,   16384",
    "NOT_EXISTS,18, server, id,   0,       0",
    "READY,     19, client, id,  16,      16",
    "BLOCK,     20, server, id,   1, 8388608",
    "END,       21, server, id,   8,       8",
    "CANCEL,    22, client, id,   0,       0",
    "LIST,      32, client, id,   3,   16384",
    "ENTRY,     33, server, id,  24,   16384",
    "LIST_END,  34, server, id,  16,      16",
  })
  void typeIsFrozen(FrameType type, int code, String senders, String ids, int min, int max) {
    assertThat(type.code).isEqualTo(code);
    assertThat(FrameType.of(code)).isEqualTo(type);
    assertThat(type.maySend(Side.CLIENT)).isEqualTo(!senders.equals("server"));
    assertThat(type.maySend(Side.SERVER)).isEqualTo(!senders.equals("client"));
    Side sender = type.maySend(Side.SERVER) ? Side.SERVER : Side.CLIENT;
    assertThat(type.mayCarry(0, sender)).isEqualTo(!ids.equals("id"));
    assertThat(type.mayCarry(1, sender)).isEqualTo(!ids.equals("0"));
    assertThat(type.mayCarry(Integer.MAX_VALUE, sender)).isEqualTo(!ids.equals("0"));
    assertThat(type.mayCarry(-1, sender)).isFalse();
    assertThat(type.mayCarry(Integer.MIN_VALUE, sender)).isFalse();
    assertThat(type.minPayloadBytes).isEqualTo(min);
    assertThat(type.maxPayloadBytes).isEqualTo(max);
  }

  @Test
  void clientFailsNoExchange() {
    assertThat(FrameType.FAILURE.mayCarry(0, Side.CLIENT)).isTrue();
    assertThat(FrameType.FAILURE.mayCarry(1, Side.CLIENT)).isFalse();
  }

  @Test
  void thereAreNoOtherTypes() {
    assertThat(FrameType.values()).hasSize(16);
    for (int code = 0; code <= 0xFF; code++) {
      FrameType type = FrameType.of(code);
      assertThat(type == null || type.code == code).isTrue();
    }
  }
}
