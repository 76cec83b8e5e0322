package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkBudgetTest {

  private static final int CHUNK = ChunkBudget.CHUNK_BYTES;

  private final List<String> begun = new ArrayList<>();

  private int take(ChunkBudget budget, int bytes, String name) {
    return budget.take(bytes, () -> begun.add(name));
  }

  @Test
  void upToTheBudgetEachTakesWhatItLikes() {
    ChunkBudget budget = new ChunkBudget(8 * CHUNK);
    assertThat(take(budget, 4 * CHUNK, "")).isEqualTo(4 * CHUNK);
    assertThat(budget.take(4 * CHUNK, null)).isEqualTo(4 * CHUNK);
    assertThat(budget.takenBytes()).isEqualTo(8 * CHUNK);
  }

  @Test
  void beyondItOneThatHasNothingOnItsWayGetsAChunk() {
    ChunkBudget budget = new ChunkBudget(8 * CHUNK);
    budget.take(8 * CHUNK, null);

    assertThat(budget.take(4 * CHUNK, null)).isZero();
    assertThat(take(budget, 4 * CHUNK, "")).isEqualTo(CHUNK);
    assertThat(take(budget, 10, "")).isEqualTo(10);
    assertThat(budget.takenBytes()).isEqualTo(9 * CHUNK + 10);
    assertThat(budget.waiting()).isZero();
  }

  @Test
  void beyondTwiceTheBudgetTheyWaitInLine() {
    ChunkBudget budget = new ChunkBudget(8 * CHUNK);
    budget.take(8 * CHUNK, null);
    for (int i = 0; i < 8; i++) {
      assertThat(take(budget, CHUNK, "")).isEqualTo(CHUNK);
    }
    Runnable gone = () -> begun.add("gone");
    assertThat(take(budget, CHUNK, "first")).isZero();
    assertThat(budget.take(CHUNK, gone)).isZero();
    assertThat(take(budget, CHUNK, "second")).isZero();
    budget.leave(gone);

    // Too little for a whole chunk; and who comes late does not get it either.
    budget.giveBack(CHUNK - 1);
    assertThat(take(budget, 1, "late")).isZero();
    assertThat(begun).isEmpty();

    budget.giveBack(1);
    assertThat(begun).containsExactly("first");
    budget.giveBack(2 * CHUNK);
    assertThat(begun).containsExactly("first", "second", "late");
    assertThat(budget.takenBytes()).isEqualTo(16 * CHUNK);
  }

  @Test
  void higherBudgetLetsThoseGoOnThatWait() {
    ChunkBudget budget = new ChunkBudget(8 * CHUNK);
    budget.take(8 * CHUNK, null);
    for (int i = 0; i < 8; i++) {
      take(budget, CHUNK, "");
    }
    take(budget, CHUNK, "first");
    take(budget, CHUNK, "second");

    budget.change(9 * CHUNK);

    assertThat(begun).containsExactly("first", "second");
    budget.change(8 * CHUNK);
    budget.giveBack(2 * CHUNK);
    assertThat(take(budget, CHUNK, "third")).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsNeverMoreThanTwiceTheBudgetAndNobodyIsForgotten(long seed) {
    Random random = new Random(seed);
    long max = (8L + random.nextInt(20)) * CHUNK;
    ChunkBudget budget = new ChunkBudget(max);
    Queue<One> line = new ArrayDeque<>();
    List<One> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(new One(line));
    }
    for (int step = 0; step < 20_000; step++) {
      One one = all.get(random.nextInt(all.size()));
      if (line.contains(one)) {
        if (random.nextInt(10) == 0) {
          budget.leave(one.begin);
          line.remove(one);
        }
      } else if (one.unsent > 0 && random.nextBoolean()) {
        int bytes = random.nextInt(one.unsent) + 1;
        one.unsent -= bytes;
        budget.giveBack(bytes);
      } else if (one.unsent <= 4 * CHUNK) {
        int wanted = random.nextInt(4 * CHUNK) + 1;
        boolean nothing = one.unsent == 0;
        int taken = budget.take(wanted, nothing ? one.begin : null);
        assertThat(taken).isLessThanOrEqualTo(wanted);
        one.unsent += taken;
        if (taken == 0 && nothing) {
          line.add(one);
        }
      }
      assertThat(budget.takenBytes()).isEqualTo(all.stream().mapToLong(each -> each.unsent).sum());
      assertThat(budget.takenBytes()).isLessThanOrEqualTo(2 * max);
      assertThat(budget.waiting()).isEqualTo(line.size());
      assertThat(line.isEmpty() || budget.takenBytes() + CHUNK > 2 * max)
          .as("nobody waits while there is room")
          .isTrue();
    }
  }

  /** A connection. */
  private static final class One {
    final Runnable begin;
    int unsent;

    One(Queue<One> line) {
      begin =
          () -> {
            assertThat(line.remove()).as("it has waited the longest").isSameAs(this);
            unsent += CHUNK;
          };
    }
  }
}
