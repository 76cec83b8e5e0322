package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferTimes;
import io.ft.codec.Printable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said when something is over, for a person. */
final class Summaries {

  private static final String GAP = "  ";

  private Summaries() {}

  /** A file that is complete. */
  static String ofFile(String name, DownloadResult result, long elapsedNanos) {
    List<String> parts = new ArrayList<>();
    parts.add(Printable.escape(name));
    parts.add(Units.bytes(result.sizeBytes()));
    if (result.receivedBytes() == 0 && result.resumedBytes() > 0) {
      parts.add("complete already");
      return String.join(GAP, parts);
    }
    parts.add(result.verifiedBytes() == result.sizeBytes() ? "verified" : "complete, not verified");
    parts.add(seconds(elapsedNanos));
    parts.add(rate(result.receivedBytes(), elapsedNanos));
    if (result.resumedBytes() > 0) {
      parts.add("resumed at " + Units.bytes(result.resumedBytes()));
    }
    return String.join(GAP, parts);
  }

  /** How a file came, for somebody who wants to know why it took so long. */
  static String details(DownloadResult result) {
    StringBuilder line = new StringBuilder(GAP);
    InetSocketAddress server = result.remoteAddress();
    if (server != null) {
      line.append("from ").append(address(server)).append("; ");
    }
    TransferTimes times = result.times();
    line.append("connection ").append(seconds(times.connectingNanos()));
    line.append(", server ").append(seconds(times.waitingNanos()));
    line.append(", network ").append(seconds(times.receivingNanos()));
    line.append(", own disk ").append(seconds(times.writingNanos()));
    if (result.retries() > 0) {
      line.append("; ").append(count(result.retries(), "retry", "retries"));
    }
    return line.toString();
  }

  /** An address and a port, IPv6 in brackets. */
  static String address(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** The whole call. */
  static String ofCall(Tally tally, long elapsedNanos) {
    List<String> parts = new ArrayList<>();
    parts.add(
        tally.doneFiles() + " of " + count(tally.plannedFiles(), "file", "files") + " complete");
    parts.add(Units.bytes(tally.receivedBytes()));
    parts.add(seconds(elapsedNanos));
    parts.add(rate(tally.receivedBytes(), elapsedNanos));
    if (tally.resumedBytes() > 0) {
      parts.add(Units.bytes(tally.resumedBytes()) + " resumed");
    }
    if (tally.skippedFiles() > 0) {
      parts.add(tally.skippedFiles() + " skipped");
    }
    if (tally.failedFiles() > 0) {
      parts.add(tally.failedFiles() + " failed");
    }
    if (tally.retries() > 0) {
      parts.add(count(tally.retries(), "retry", "retries"));
    }
    return String.join(GAP, parts);
  }

  private static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static String rate(long bytes, long nanos) {
    return Units.rate(bytes / (nanos / 1e9));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, nanos < 1e9 ? "%.3f s" : "%.1f s", nanos / 1e9);
  }
}
