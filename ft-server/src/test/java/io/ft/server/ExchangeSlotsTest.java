package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.ExchangeSlots.Entry;
import io.ft.server.ExchangeSlots.Ticket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeSlotsTest {

  private final List<String> begun = new ArrayList<>();
  private final List<String> displaced = new ArrayList<>();

  private Ticket enter(ExchangeSlots slots, int address, String name) {
    return slots.enter(address(address), () -> begun.add(name), () -> displaced.add(name));
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatFindsNoSlotWaitsAndBeginsWhenOneIsFree() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(1, 1, 8, 1, 1));
    Ticket first = enter(slots, 1, "first");
    Ticket second = enter(slots, 2, "second");
    Ticket third = enter(slots, 3, "third");

    assertThat(List.of(first.entry(), second.entry(), third.entry()))
        .containsExactly(Entry.RUNNING, Entry.WAITING, Entry.FULL);
    assertThat(slots.running()).isEqualTo(1);
    assertThat(slots.waiting()).isEqualTo(1);

    slots.leave(third);
    assertThat(begun).isEmpty();
    slots.leave(first);
    assertThat(begun).containsExactly("second");
    // A second time gives back nothing.
    slots.leave(first);
    assertThat(slots.running()).isEqualTo(1);

    slots.leave(second);
    assertThat(slots.running()).isZero();
    assertThat(enter(slots, 3, "").entry()).isEqualTo(Entry.RUNNING);
  }

  @Test
  void addressWithALongLineIsOneAmongOthers() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(1, 1, 8, 100, 1));
    Ticket running = enter(slots, 1, "");
    List<Ticket> waiting = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      waiting.add(enter(slots, 1, "greedy " + i));
    }
    waiting.add(enter(slots, 2, "modest"));
    waiting.add(enter(slots, 3, "late"));

    assertThat(slots.placeOf(waiting.get(3)).place()).isEqualTo(2);
    assertThat(slots.placeOf(waiting.get(2)).place()).isEqualTo(5);

    slots.leave(running);
    for (Ticket ticket : List.of(waiting.get(3), waiting.get(4), waiting.get(0), waiting.get(1))) {
      slots.leave(ticket);
    }
    // Address 1 has a slot, so the others come first.
    assertThat(begun).startsWith("modest", "late", "greedy 1", "greedy 2");
  }

  @Test
  void addressThatHasAllItMayHaveHoldsUpNobody() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(10, 2, 8, 100, 1));
    Ticket first = enter(slots, 1, "");
    enter(slots, 1, "");
    Ticket waits = enter(slots, 1, "waits");

    assertThat(waits.entry()).isEqualTo(Entry.WAITING);
    assertThat(slots.placeOf(waits).place()).isEqualTo(1);
    assertThat(enter(slots, 2, "").entry()).isEqualTo(Entry.RUNNING);

    slots.leave(first);
    assertThat(begun).containsExactly("waits");
  }

  @Test
  void whoLeavesTheLineMakesRoomForThoseBehind() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(1, 1, 8, 2, 1));
    Ticket running = enter(slots, 1, "");
    Ticket gone = enter(slots, 2, "gone");
    Ticket stays = enter(slots, 2, "stays");
    assertThat(slots.placeOf(stays).place()).isEqualTo(2);

    slots.leave(gone);

    assertThat(slots.placeOf(stays).place()).isEqualTo(1);
    assertThat(slots.waiting()).isEqualTo(1);
    slots.leave(running);
    assertThat(begun).containsExactly("stays");
  }

  @Test
  void whoFillsAllLinesDoesSoForItselfAlone() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(1, 1, 8, 3, 1));
    Ticket running = enter(slots, 1, "");
    enter(slots, 1, "greedy 1");
    enter(slots, 1, "greedy 2");
    Ticket last = enter(slots, 1, "greedy 3");
    assertThat(enter(slots, 1, "greedy 4").entry()).isEqualTo(Entry.FULL);

    assertThat(enter(slots, 2, "modest").entry()).isEqualTo(Entry.WAITING);
    assertThat(displaced).containsExactly("greedy 3");
    // Now both have as much as the other can have.
    assertThat(enter(slots, 2, "modest 2").entry()).isEqualTo(Entry.FULL);
    assertThat(slots.waiting()).isEqualTo(3);

    slots.leave(last);
    slots.leave(running);
    assertThat(begun).containsExactly("modest");
  }

  @Test
  void higherLimitLetsThoseInThatWait() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(1, 1, 8, 10, 1));
    enter(slots, 1, "");
    enter(slots, 1, "same address");
    enter(slots, 2, "another");

    slots.change(new ExchangeLimits(3, 2, 8, 10, 1));

    assertThat(begun).containsExactlyInAnyOrder("same address", "another");
    assertThat(slots.waiting()).isZero();
  }

  @Test
  void lowerLimitHoldsForThoseThatComeLater() {
    ExchangeSlots slots = new ExchangeSlots(new ExchangeLimits(3, 3, 8, 10, 1));
    Ticket first = enter(slots, 1, "");
    Ticket second = enter(slots, 1, "");
    slots.change(new ExchangeLimits(1, 1, 8, 10, 1));
    Ticket third = enter(slots, 1, "third");

    slots.leave(first);
    assertThat(begun).isEmpty();
    slots.leave(second);
    assertThat(begun).containsExactly("third");
    slots.leave(third);
    assertThat(slots.running()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noLimitIsEverBrokenAndNobodyIsForgotten(long seed) {
    Random random = new Random(seed);
    int max = 1 + random.nextInt(6);
    int maxPerAddress = 1 + random.nextInt(max);
    int maxWaiting = random.nextInt(20);
    ExchangeSlots slots =
        new ExchangeSlots(new ExchangeLimits(max, maxPerAddress, 8, maxWaiting, 1));
    List<One> running = new ArrayList<>();
    List<One> waiting = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextInt(100) < 55) {
        One one =
            new One(
                1 + random.nextInt(4),
                slots,
                begins -> {
                  assertThat(waiting.remove(begins)).isTrue();
                  running.add(begins);
                },
                leaves -> assertThat(waiting.remove(leaves)).isTrue());
        switch (one.ticket.entry()) {
          case RUNNING -> running.add(one);
          case WAITING -> waiting.add(one);
          case FULL -> assertThat(waiting).hasSize(maxWaiting);
        }
      } else {
        List<One> all = new ArrayList<>(running);
        all.addAll(waiting);
        if (!all.isEmpty()) {
          One one = all.get(random.nextInt(all.size()));
          running.remove(one);
          waiting.remove(one);
          slots.leave(one.ticket);
        }
      }
      assertThat(running.size()).isLessThanOrEqualTo(max);
      for (int address = 1; address <= 4; address++) {
        int each = address;
        long ofAddress = running.stream().filter(one -> one.address == each).count();
        long inLine = waiting.stream().filter(one -> one.address == each).count();
        assertThat(ofAddress).isLessThanOrEqualTo(maxPerAddress);
        assertThat(inLine == 0 || ofAddress == maxPerAddress || running.size() == max)
            .as("nobody waits while there is room")
            .isTrue();
      }
      assertThat(slots.running()).isEqualTo(running.size());
      assertThat(slots.waiting()).isEqualTo(waiting.size());
    }
  }

  private static final class One {
    final int address;
    final Ticket ticket;

    One(int address, ExchangeSlots slots, Consumer<One> begin, Consumer<One> refuse) {
      this.address = address;
      this.ticket =
          slots.enter(address(address), () -> begin.accept(this), () -> refuse.accept(this));
    }
  }
}
