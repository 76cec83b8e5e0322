package io.ft.client.testing;

import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what it hears, and on which threads. Thread-safe. */
public final class RecordingListener implements TransferListener {

  /** One call. */
  public sealed interface Event {}

  /** See {@link TransferListener#started}. */
  public record Started(long sizeBytes) implements Event {}

  /** See {@link TransferListener#progressed}. */
  public record Progressed(long receivedBytes, long verifiedBytes) implements Event {}

  /** See {@link TransferListener#ended}. */
  public record Ended(@Nullable TransferException failure) implements Event {}

  private final List<Event> events = new ArrayList<>();
  private final Set<Thread> threads = new HashSet<>();

  /** What was heard so far, in order. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Those events that are of {@code type}. */
  public <E extends Event> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Whether the source was announced. */
  public boolean hasStarted() {
    return !events(Started.class).isEmpty();
  }

  /** The threads that called. */
  public synchronized Set<Thread> threads() {
    return Set.copyOf(threads);
  }

  @Override
  public void started(long sizeBytes) {
    heard(new Started(sizeBytes));
  }

  @Override
  public void progressed(long receivedBytes, long verifiedBytes) {
    heard(new Progressed(receivedBytes, verifiedBytes));
  }

  @Override
  public void ended(@Nullable TransferException failure) {
    heard(new Ended(failure));
  }

  private synchronized void heard(Event event) {
    threads.add(Thread.currentThread());
    events.add(event);
  }
}
