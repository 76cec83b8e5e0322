package io.ft.server;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What an access log says of an exchange, in the form in which it says it. */
public final class AccessFields {

  /** The name of the logger that the access log goes to. */
  public static final String LOGGER = "io.ft.server.access";

  private AccessFields() {}

  /** In steps of a millisecond. String.format would take longer than to open the file. */
  public static String seconds(long nanos) {
    long millis = (nanos + 500_000) / 1_000_000;
    String fraction = String.valueOf(1_000 + millis % 1_000);
    return millis / 1_000 + "." + fraction.substring(1);
  }

  /** Over the whole time of the exchange. */
  public static long bytesPerSecond(ExchangeReport report) {
    double seconds = Math.max(1, report.durationNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
    return Math.round(report.bytesSent() / seconds);
  }

  /** Whether the client could verify what it got: one of the classic dialect cannot. */
  public static boolean hasChecksums(ExchangeReport report) {
    return report.dialect() == Dialect.FRAMED;
  }

  /** With its port. */
  public static String address(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? NetUtil.toSocketAddressString(internet)
        : address.toString();
  }

  /** As it is written in logs. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
