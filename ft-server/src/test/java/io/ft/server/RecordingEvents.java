package io.ft.server;

import io.ft.server.testing.Await;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers every event, so that a test can say which ones there were and that no other came. */
final class RecordingEvents implements ServerEvents {

  private final List<ExchangeReport> exchanges = new CopyOnWriteArrayList<>();
  private final List<SocketAddress> remotes = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final List<String> failedConnections = new CopyOnWriteArrayList<>();

  @Override
  public void exchangeEnded(ExchangeReport report) {
    remotes.add(report.remote());
    exchanges.add(report);
  }

  @Override
  public void connectionRefused(SocketAddress remote, Refusal reason) {
    remotes.add(remote);
    refusals.add(reason);
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    remotes.add(remote);
    failedConnections.add(reason);
  }

  /** The exchanges that have ended so far, in that order. */
  List<ExchangeReport> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Why connections were not served so far. */
  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Why connections were not served, as soon as {@code count} were not. */
  List<Refusal> awaitRefusals(int count) throws IOException {
    Await.until(count + " connections were refused", () -> refusals.size() >= count);
    return refusals();
  }

  /** Why connections without an exchange were closed so far. */
  List<String> failedConnections() {
    return List.copyOf(failedConnections);
  }

  /** The client of each event so far. */
  List<SocketAddress> remotes() {
    return List.copyOf(remotes);
  }

  /** The first exchange, as soon as it has ended. */
  ExchangeReport awaitExchange() throws IOException {
    return awaitExchanges(1).get(0);
  }

  /** All exchanges, as soon as {@code count} have ended. */
  List<ExchangeReport> awaitExchanges(int count) throws IOException {
    Await.until(count + " exchanges have ended", () -> exchanges.size() >= count);
    return exchanges();
  }

  /** Why the first connection failed, as soon as it did. */
  String awaitFailedConnection() throws IOException {
    Await.until("a connection has failed", () -> !failedConnections.isEmpty());
    return failedConnections.get(0);
  }
}
