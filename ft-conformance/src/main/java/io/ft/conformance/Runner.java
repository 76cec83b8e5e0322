package io.ft.conformance;

import io.ft.conformance.wire.Trace;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Runs cases one after the other, whatever becomes of each.
 *
 * @param <C> what the cases need to know about the peer
 */
public final class Runner<C> {

  /** How often it tries what this machine is too busy for. */
  static final int MAX_ATTEMPTS = 5;

  private final C peer;
  private final Pattern chosen;
  private final Consumer<Result> listener;
  private final Trace trace;

  /**
   * A runner for one peer.
   *
   * @param chosen which cases to run: those whose name or one of whose rules it matches as a whole
   * @param listener is told each result at once, on the thread that runs
   * @param trace which the connections to the peer tell what is said
   */
  public Runner(C peer, Pattern chosen, Consumer<Result> listener, Trace trace) {
    this.peer = peer;
    this.chosen = chosen;
    this.listener = listener;
    this.trace = trace;
  }

  /** Runs what is chosen of {@code cases}; returns all results in that order. */
  public List<Result> run(List<Case<C>> cases) {
    return cases.stream().filter(this::isChosen).map(this::run).toList();
  }

  private boolean isChosen(Case<C> trial) {
    return chosen.matcher(trial.name()).matches()
        || trial.rules().stream().anyMatch(rule -> chosen.matcher(rule).matches());
  }

  private Result run(Case<C> trial) {
    Result result = outcome(trial, MAX_ATTEMPTS);
    listener.accept(result);
    return result;
  }

  private Result outcome(Case<C> trial, int attempts) {
    trace.begin();
    try {
      trial.trial().run(peer);
      return result(trial, Result.Outcome.PASSED, "");
    } catch (Violation e) {
      return fault(trial, String.valueOf(e.getMessage()));
    } catch (TooBusy e) {
      return attempts > 1
          ? outcome(trial, attempts - 1)
          : result(trial, Result.Outcome.SKIPPED, String.valueOf(e.getMessage()));
    } catch (NotApplicable e) {
      return result(trial, Result.Outcome.SKIPPED, String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      return fault(trial, "nothing came in time");
    } catch (EOFException e) {
      return fault(trial, "the peer closed: " + e.getMessage());
    } catch (IOException e) {
      return fault(trial, "the connection failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return result(trial, Result.Outcome.SKIPPED, "interrupted");
    } catch (Exception e) {
      throw new IllegalStateException("the case \"" + trial.name() + "\" is broken: " + e, e);
    }
  }

  private Result fault(Case<?> trial, String detail) {
    return switch (trial.level()) {
      case MUST -> result(trial, Result.Outcome.FAILED, detail);
      case SHOULD -> result(trial, Result.Outcome.WEAK, detail);
    };
  }

  private Result result(Case<?> trial, Result.Outcome outcome, String detail) {
    return new Result(trial.name(), trial.rules(), outcome, detail, trace.lines());
  }
}
