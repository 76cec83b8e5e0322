package io.ft.conformance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The classic dialect of the {@link SloppyClient}. */
record SloppyClassic(@Nullable Defect defect) {

  private static final int SETTLE_MILLIS = 20;
  private static final String EXISTS = "EXISTS";

  void fetch(InProcessClient.Call call) throws IOException, SloppyClient.Failed {
    String name = call.paths().get(0);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), call.port())) {
      socket.setTcpNoDelay(true);
      send(socket, name);
      byte[] content = fetch(socket);
      if (content != null) {
        Files.write(call.folder().resolve(name), content);
      }
    }
  }

  private byte @Nullable [] fetch(Socket socket) throws IOException, SloppyClient.Failed {
    InputStream in = socket.getInputStream();
    StringBuilder word = new StringBuilder();
    while (word.length() < EXISTS.length()) {
      int next = in.read();
      if (next < 0 && word.length() == 0 && has(Defect.TAKES_NO_ANSWER_FOR_AN_EMPTY_FILE)) {
        return new byte[0];
      }
      word.append((char) next);
      if (next < 0 || !EXISTS.startsWith(word.toString())) {
        throw new SloppyClient.Failed("not there, or not a classic server");
      }
    }
    if (has(Defect.SENDS_READY_BEFORE_THE_SIZE)) {
      send(socket, "READY");
    }
    long size = size(socket);
    if (!has(Defect.SENDS_READY_BEFORE_THE_SIZE)) {
      send(socket, "READY");
    }
    return data(in, size);
  }

  private long size(Socket socket) throws IOException, SloppyClient.Failed {
    StringBuilder digits = new StringBuilder();
    while (true) {
      int next;
      try {
        next = socket.getInputStream().read();
      } catch (SocketTimeoutException settled) {
        break;
      }
      boolean digit = next >= '0' && next <= '9';
      if (next < 0 || !(digit || has(Defect.TAKES_ANY_SIZE)) || digits.length() == 19) {
        throw new SloppyClient.Failed("no size");
      }
      if (digit) {
        digits.append((char) next);
      }
      if (has(Defect.TAKES_THE_FIRST_DIGITS)) {
        break;
      }
      socket.setSoTimeout(SETTLE_MILLIS);
    }
    socket.setSoTimeout(0);
    try {
      return Long.parseLong(digits.toString());
    } catch (NumberFormatException e) {
      throw new SloppyClient.Failed("too large");
    }
  }

  private byte @Nullable [] data(InputStream in, long size)
      throws IOException, SloppyClient.Failed {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] some = new byte[8_192];
    while (true) {
      if (data.size() >= size && has(Defect.DELIVERS_BEFORE_THE_CLOSE)) {
        break;
      }
      int count;
      try {
        count = in.read(some);
      } catch (SocketException e) {
        if (has(Defect.TAKES_A_RESET_FOR_A_CLOSE)) {
          break;
        }
        throw e;
      }
      if (count < 0) {
        break;
      }
      data.write(some, 0, count);
      if (data.size() > size && !has(Defect.IGNORES_MORE_BYTES)) {
        throw new SloppyClient.Failed("more than announced");
      }
    }
    if (data.size() < size && !has(Defect.TAKES_ANY_CLOSE_FOR_SUCCESS)) {
      throw new SloppyClient.Failed("less than announced");
    }
    return Arrays.copyOf(data.toByteArray(), (int) Math.min(size, data.size()));
  }

  private static void send(Socket socket, String word) throws IOException {
    socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
  }

  private boolean has(Defect one) {
    return defect == one;
  }
}
