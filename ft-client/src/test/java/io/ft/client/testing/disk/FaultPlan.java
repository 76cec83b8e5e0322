package io.ft.client.testing.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which call goes wrong, and how: the nth of some kinds, and perhaps all after it. Thread-safe. */
public final class FaultPlan {

  private final Fault fault;
  private final Set<Call> calls;
  private final int first;
  private final boolean lasting;
  private final List<String> struck = new ArrayList<>();

  private int seen;

  private FaultPlan(Fault fault, Set<Call> calls, int first, boolean lasting) {
    this.fault = fault;
    this.calls = calls;
    this.first = first;
    this.lasting = lasting;
  }

  /** Nothing goes wrong. */
  public static FaultPlan none() {
    return new FaultPlan(Fault.IO_ERROR, EnumSet.noneOf(Call.class), 1, false);
  }

  /** The {@code n}th of {@code calls} goes wrong, n from 1. */
  public static FaultPlan once(Fault fault, Set<Call> calls, int n) {
    return new FaultPlan(fault, calls, n, false);
  }

  /** The {@code n}th of {@code calls} goes wrong, and each after it. */
  public static FaultPlan from(Fault fault, Set<Call> calls, int n) {
    return new FaultPlan(fault, calls, n, true);
  }

  /** The calls that went wrong, in words. */
  public synchronized List<String> struck() {
    return List.copyOf(struck);
  }

  /** Takes note of a call, and says what happens to it; null for nothing. */
  private synchronized @Nullable Fault at(Call call, String file) {
    if (!calls.contains(call)) {
      return null;
    }
    seen++;
    if (seen < first || (seen > first && !lasting)) {
      return null;
    }
    struck.add(call + " of " + file);
    return fault;
  }

  /** A call that is not a write. */
  void meet(Call call, String file) throws IOException {
    Fault met = at(call, file);
    if (met != null) {
      met.strike(call, file);
    }
  }

  /** A write; null if it goes well. */
  @Nullable Fault meetWrite(String file) throws IOException {
    Fault met = at(Call.WRITE, file);
    if (met != null) {
      met.strike(Call.WRITE, file);
    }
    return met;
  }
}
