package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPlacesTest {

  private static final int ADDRESSES = 5;

  private final List<String> begun = new ArrayList<>();

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Runnable enter(WorkerPlaces places, int address, String name) {
    Runnable begin = () -> begun.add(name);
    places.enter(address(address), begin);
    return begin;
  }

  @Test
  void whatFindsNoPlaceWaitsForOne() {
    WorkerPlaces places = new WorkerPlaces(1);
    enter(places, 1, "first");
    enter(places, 1, "second");
    assertThat(begun).containsExactly("first");

    places.giveBack();
    assertThat(begun).containsExactly("first", "second");
    places.giveBack();
    enter(places, 2, "third");
    assertThat(begun).endsWith("third");
  }

  @Test
  void modestClientAmongAGreedyOneIsNextButOne() {
    WorkerPlaces places = new WorkerPlaces(1);
    for (int i = 0; i < 2_500; i++) {
      enter(places, 1, "greedy " + i);
    }
    enter(places, 2, "modest");

    places.giveBack();
    places.giveBack();

    assertThat(begun).containsExactly("greedy 0", "greedy 1", "modest");
  }

  /** As a job does that gets in line again for each of its steps. */
  @Test
  void stepsOfTwoClientsAlternate() {
    WorkerPlaces places = new WorkerPlaces(1);
    for (int i = 0; i < 100; i++) {
      enter(places, 1, "greedy");
    }
    for (int step = 0; step < 5; step++) {
      enter(places, 2, "modest");
      places.giveBack();
      places.giveBack();
    }

    assertThat(begun).filteredOn("modest"::equals).hasSize(5);
    assertThat(begun).hasSize(11);
  }

  @Test
  void whoLeavesTheLineIsNotCalled() {
    WorkerPlaces places = new WorkerPlaces(1);
    enter(places, 1, "first");
    Runnable gone = enter(places, 2, "gone");
    enter(places, 3, "stays");
    places.leave(address(2), gone);
    // A second time, and where it never was.
    places.leave(address(2), gone);
    places.leave(address(3), gone);
    assertThat(places.addressesInLine()).isEqualTo(1);

    places.giveBack();
    assertThat(begun).containsExactly("first", "stays");
    assertThat(places.addressesInLine()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void turnsGoRoundTheAddressesAndNobodyIsForgotten(long seed) {
    Random random = new Random(seed);
    int max = 1 + random.nextInt(4);
    WorkerPlaces places = new WorkerPlaces(max);
    Model model = new Model(max);
    for (int step = 0; step < 20_000; step++) {
      int choice = random.nextInt(100);
      if (choice < 50) {
        int address = random.nextInt(ADDRESSES);
        One one = new One(address, model);
        model.entered(one);
        places.enter(address(address), one.begin);
      } else if (choice < 60) {
        One one = model.anyInLine(random);
        if (one != null) {
          model.left(one);
          places.leave(address(one.address), one.begin);
        }
      } else if (model.running > 0) {
        model.gaveBack();
        places.giveBack();
      }
      assertThat(model.expected).as("all that may begin has begun").isEmpty();
      assertThat(places.addressesInLine()).isEqualTo(model.turns.size());
    }
  }

  private static final class One {
    final int address;
    final Runnable begin;

    One(int address, Model model) {
      this.address = address;
      this.begin = () -> assertThat(model.expected.remove()).isSameAs(this);
    }
  }

  /** What is to happen, in a simple way. */
  private static final class Model {
    final List<Deque<One>> lines = new ArrayList<>();
    final List<Integer> turns = new ArrayList<>();
    final Queue<One> expected = new ArrayDeque<>();
    final int max;
    int running;

    Model(int max) {
      this.max = max;
      for (int i = 0; i < ADDRESSES; i++) {
        lines.add(new ArrayDeque<>());
      }
    }

    void entered(One one) {
      if (running < max) {
        running++;
        expected.add(one);
        return;
      }
      lines.get(one.address).add(one);
      if (!turns.contains(one.address)) {
        turns.add(one.address);
      }
    }

    @Nullable One anyInLine(Random random) {
      List<One> all = lines.stream().flatMap(Deque::stream).toList();
      return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    void left(One one) {
      lines.get(one.address).remove(one);
      if (lines.get(one.address).isEmpty()) {
        turns.remove((Integer) one.address);
      }
    }

    void gaveBack() {
      if (turns.isEmpty()) {
        running--;
        return;
      }
      int turn = turns.remove(0);
      expected.add(lines.get(turn).remove());
      if (!lines.get(turn).isEmpty()) {
        turns.add(turn);
      }
    }
  }
}
