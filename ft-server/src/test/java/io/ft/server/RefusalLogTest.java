package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ft.server.ServerEvents.Refusal;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who floods a server does not flood its log. */
class RefusalLogTest {

  private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.7", 1234);

  @Test
  void firstOneIsToldAtOnceAndTheOthersTogether() {
    RefusalLog refusals = new RefusalLog();
    try (CapturedLog log = CapturedLog.of(RefusalLog.class.getName())) {
      long now = Long.MAX_VALUE - 5;
      refusals.refused(REMOTE, Refusal.CONNECTIONS, now);
      for (int i = 0; i < 1_000; i++) {
        refusals.refused(REMOTE, Refusal.CONNECTIONS_OF_ADDRESS, now + i);
      }
      refusals.refused(REMOTE, Refusal.ADDRESS, now + TimeUnit.SECONDS.toNanos(10));

      assertThat(log.events())
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "connections not served: 1 since the last such line, the latest from 192.0.2.7:"
                  + " too many connections",
              "connections not served: 1001 since the last such line, the latest from 192.0.2.7:"
                  + " the address is not allowed");
    }
  }
}
