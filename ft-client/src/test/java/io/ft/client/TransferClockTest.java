package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Where the time of a download is counted, on a clock of the test's own. */
class TransferClockTest {

  private static final InetSocketAddress REMOTE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final TransferClock clock = new TransferClock();

  @Test
  void eachMomentEndsAPart() {
    clock.requested(100, 101, REMOTE);
    clock.answered(111);
    clock.ready(211);
    clock.received(231, 0);
    clock.received(1231, 0);
    clock.wrote(3);
    clock.wrote(4);

    assertThat(clock.times()).isEqualTo(new TransferTimes(1, 10 + 20, 1000, 7));
    assertThat(clock.remoteAddress()).isEqualTo(REMOTE);
  }

  @Test
  void timeInWhichNothingWasReadIsNotTheNetworks() {
    clock.requested(0, 0, REMOTE);
    clock.received(0, 500);
    clock.received(1000, 1100);
    clock.received(2000, 1100);

    assertThat(clock.times().receivingNanos()).isEqualTo(400 + 1000);
  }

  @Test
  void timeBetweenTwoAttemptsIsNobodys() {
    clock.requested(0, 1, REMOTE);
    clock.received(11, 0);
    clock.received(111, 0);
    clock.requested(1_000_000, 1_000_001, REMOTE);
    clock.received(1_000_011, 0);
    clock.received(1_000_111, 0);

    assertThat(clock.times()).isEqualTo(new TransferTimes(2, 20, 200, 0));
  }

  @Test
  void nothingIsKnownBeforeTheFirstRequest() {
    assertThat(clock.times()).isEqualTo(TransferTimes.NONE);
    assertThat(clock.remoteAddress()).isNull();
  }
}
