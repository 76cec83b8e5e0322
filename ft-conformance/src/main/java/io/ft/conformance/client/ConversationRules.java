package io.ft.conformance.client;

import io.ft.conformance.wire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches what a client sends on a connection for the rules that no single frame breaks. An
 * exchange counts as running until the kit sends its end, which is earlier than the client may
 * think: so nothing is found that the client could not have known better.
 */
final class ConversationRules {

  private static final long KNOWN_FEATURES = 3;
  private static final int EXCHANGES_BEFORE_HELLO = 8;
  private static final int MAX_PATH_BYTES = 1_024;

  private static final class Exchange {
    boolean isListing;
    Message.@Nullable Advance advance;
    boolean existsSent;
    long size;
    boolean readyCame;
    boolean cancelled;
    boolean hasEnded;

    boolean hasEffectiveAdvance() {
      return existsSent && advance != null && size <= advance.maxSize();
    }
  }

  private final Consumer<Finding> findings;

  /** Those that have ended, too: a client must not forget what it said of them. */
  private final Map<Integer, Exchange> exchanges = new HashMap<>();

  private int highest;
  private int clientExchanges = EXCHANGES_BEFORE_HELLO;
  private int serverExchanges = EXCHANGES_BEFORE_HELLO;
  private boolean helloSent;
  private boolean endSent;
  private boolean failureCame;
  private boolean goAwaySent;
  private @Nullable Long pingBehindGoAway;
  private boolean goAwayKnown;

  ConversationRules(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /** The kit sends this. */
  void sent(Message message) {
    if (message instanceof Message.Hello hello) {
      helloSent = true;
      serverExchanges = hello.maxExchanges();
    } else if (message instanceof Message.GoAway) {
      goAwaySent = true;
    } else if (message instanceof Message.Ping ping && goAwaySent && pingBehindGoAway == null) {
      pingBehindGoAway = ping.value();
    } else if (message instanceof Message.Exists exists) {
      Exchange exchange = exchanges.get(exists.id());
      if (exchange != null) {
        exchange.existsSent = true;
        exchange.size = exists.size();
      }
    } else if (isEnd(message)) {
      endSent |= message.id() == 0;
      Exchange exchange = exchanges.get(message.id());
      if (exchange != null) {
        exchange.hasEnded = true;
      }
    }
  }

  private static boolean isEnd(Message message) {
    return message instanceof Message.NotExists
        || message instanceof Message.End
        || message instanceof Message.ListEnd
        || message instanceof Message.Failure
        || message instanceof Message.Busy;
  }

  /** The client has sent this. */
  void received(Message message) {
    check(!failureCame, "E-1", "a frame behind its own FAILURE for the connection", message);
    if (message instanceof Message.Hello hello) {
      check(hello.token().length == 0, "H-12", "a token outside of TLS", message);
      check((hello.features() & ~KNOWN_FEATURES) == 0, "G-4", "an undefined feature", message);
      clientExchanges = hello.maxExchanges();
    } else if (message instanceof Message.Failure) {
      check(!endSent, "E-2", "an answer to FAILURE or BUSY for the connection", message);
      failureCame = true;
    } else if (message instanceof Message.Pong pong) {
      goAwayKnown |= pingBehindGoAway != null && pingBehindGoAway == pong.value();
    } else if (message instanceof Message.Request request) {
      check(isPath(request.path()), "P-1", "a path that names no file", message);
      begin(message).advance = request.advance();
    } else if (message instanceof Message.List list) {
      check(list.path().length == 0 || isPath(list.path()), "P-4", "a path", message);
      begin(message).isListing = true;
    } else if (message instanceof Message.Ready ready) {
      ready(ready);
    } else if (message instanceof Message.Cancel) {
      check(message.id() <= highest, "X-7", "CANCEL for an id that was not used", message);
      Exchange exchange = exchanges.get(message.id());
      if (exchange != null) {
        exchange.cancelled = true;
      }
    }
  }

  private Exchange begin(Message message) {
    check(message.id() > highest, "X-1", "an id that is not above " + highest, message);
    check(!goAwayKnown, "E-10", "a new exchange behind GO_AWAY", message);
    highest = Math.max(highest, message.id());
    Exchange exchange = new Exchange();
    exchanges.put(message.id(), exchange);
    long running = exchanges.values().stream().filter(other -> !other.hasEnded).count();
    if (helloSent) {
      int inForce = Math.min(serverExchanges, clientExchanges);
      check(running <= inForce, "H-8", "more exchanges than " + inForce, message);
    } else {
      int allowed = Math.min(EXCHANGES_BEFORE_HELLO, clientExchanges);
      check(running <= allowed, "H-10", "more exchanges than " + allowed, message);
    }
    return exchange;
  }

  private void ready(Message.Ready ready) {
    check(ready.id() <= highest, "X-7", "READY for an id that was not used", ready);
    Exchange exchange = exchanges.get(ready.id());
    if (exchange == null) {
      return;
    }
    check(!exchange.isListing, "X-8", "READY for a listing", ready);
    check(!exchange.readyCame, "X-8", "a second READY", ready);
    check(!exchange.cancelled, "X-10", "READY behind CANCEL", ready);
    check(
        exchange.advance == null || exchange.existsSent || exchange.hasEnded,
        "R-11",
        "READY behind ADVANCE, without waiting for EXISTS",
        ready);
    check(!exchange.hasEffectiveAdvance(), "R-11", "READY behind an ADVANCE that counts", ready);
    exchange.readyCame = true;
  }

  private static boolean isPath(byte[] path) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
      return path.length >= 1
          && path.length <= MAX_PATH_BYTES
          && text.indexOf(0) < 0
          && Arrays.stream(text.split("/", -1))
              .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void check(boolean kept, String rule, String what, Message message) {
    if (!kept) {
      findings.accept(new Finding(rule, what + ": " + Message.describe(message)));
    }
  }
}
