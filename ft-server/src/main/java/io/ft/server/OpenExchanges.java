package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.ProtocolException;
import io.ft.server.ExchangeSlots.Entry;
import io.ft.server.ExchangeSlots.Ticket;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection that have not ended: their ids, and their slots among all that
 * the server has.
 *
 * <p>Used on the connection's event loop alone.
 */
final class OpenExchanges {

  private final ExchangeSlots slots;
  private final long maxWaitMillis;
  private final Map<Integer, Exchange> exchanges = new LinkedHashMap<>();
  private int lastId;
  private int unreported;

  OpenExchanges(ExchangeSlots slots, ExchangeLimits limits) {
    this.slots = slots;
    this.maxWaitMillis = limits.maxWaitMillis();
  }

  boolean isEmpty() {
    return exchanges.isEmpty();
  }

  int count() {
    return exchanges.size();
  }

  /** All of them now. */
  List<Exchange> all() {
    return List.copyOf(exchanges.values());
  }

  /** The highest id that was ever used; 0 if none was. */
  int lastId() {
    return lastId;
  }

  /** Whether the server's own disk, or the line for it, is what one of them waits for. */
  boolean anyWaitsForServer() {
    return exchanges.values().stream().anyMatch(Exchange::waitsForServer);
  }

  /** Makes sure that no id is ever used twice, so that a late message finds no wrong exchange. */
  void claim(int id) {
    if (id <= lastId) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "exchange id: " + id + " (expected: above " + lastId + ")");
    }
    lastId = id;
  }

  /**
   * The exchange with this id; null if it has ended: then a message for it has crossed with its
   * end.
   *
   * @throws ProtocolException if there never was one
   */
  @Nullable Exchange find(int id) {
    if (id > lastId) {
      throw new ProtocolException(ErrorCode.MALFORMED, "no such exchange: " + id);
    }
    return exchanges.get(id);
  }

  /** One has been asked for, and will be reported. */
  void begun() {
    unreported++;
  }

  /** Whether all that has been asked for has been answered, and the answers are on the network. */
  boolean isQuiet() {
    return unreported == 0;
  }

  /** Starts {@code exchange}, now or as soon as there is a slot for one more of {@code client}. */
  void enter(Exchange exchange, InetAddress client, EventExecutor loop) {
    Ticket ticket =
        slots.enter(
            client,
            () -> loop.execute(() -> startIfInLine(exchange)),
            () -> loop.execute(() -> displaceIfInLine(exchange)));
    if (ticket.entry() == Entry.FULL) {
      exchange.refuseBusy("too many exchanges");
      return;
    }
    exchange.slot(ticket);
    exchanges.put(exchange.id(), exchange);
    if (ticket.entry() == Entry.RUNNING) {
      exchange.start();
    } else {
      exchange.waitsInLine(
          loop.schedule(() -> refuseIfInLine(exchange), maxWaitMillis, TimeUnit.MILLISECONDS));
    }
  }

  private static void startIfInLine(Exchange exchange) {
    if (exchange.state() == Exchange.State.IN_LINE) {
      exchange.start();
    }
  }

  private static void displaceIfInLine(Exchange exchange) {
    if (exchange.state() == Exchange.State.IN_LINE) {
      exchange.refuseBusy("others wait who have fewer in line");
    }
  }

  private void refuseIfInLine(Exchange exchange) {
    if (exchange.state() == Exchange.State.IN_LINE) {
      ExchangeSlots.Place place = slots.placeOf(Objects.requireNonNull(exchange.slot()));
      exchange.refuseBusy(place.waitMillis(), place.place(), "waited in line for too long");
    }
  }

  /** {@code exchange} has ended: it does not count for its connection any more. */
  void ended(Exchange exchange) {
    exchanges.remove(exchange.id());
  }

  /**
   * Nothing of {@code exchange} is on its way any more, so it holds no file open: its slot is for
   * others.
   */
  void reported(Exchange exchange) {
    unreported--;
    Ticket slot = exchange.slot();
    if (slot != null) {
      slots.leave(slot);
    }
  }
}
