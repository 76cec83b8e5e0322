package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Section 9, byte by byte: what the client sends, and of the answers what is determined. */
final class ExampleCases {

  private static final String CLIENT_GREETING =
      "00667401"
          + "0100001b00000000c762151b"
          + "010100000000000000030000002000800000000006"
          + "64656d6f2f318ae6b0d4"
          + "1000000d00000001e706e2b0"
          + "00000968656c6c6f2e747874009eb0ff9c";
  private static final String READY =
      "1300001000000001ae53de87" + "00000000000000007fffffffffffffff1c6d2b44";
  private static final String BLOCK =
      "1400000e00000001000000000000000047fdec71" + "48656c6c6f2c20776f726c64210aa86b8a18";
  private static final String END = "15000008000000015773cce6" + "000000000000000e7723c14b";
  private static final String ADVANCE =
      "10000027000000025abb70da"
          + "010003612f6208010203040506070800000000000000007fffffffffffffff00"
          + "0000000001000031f04ced";
  private static final String NOT_EXISTS = "12000000000000027b1d31877b1d3187";
  private static final String CANCEL = "16000000000000014950401e4950401e";
  private static final String PING = "0200000800000000db374355" + "000000000000000783d59534";
  private static final String FAILURE = "05000007000000004c7f4384" + "00010003626164267f5b05";

  private ExampleCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "F-1 F-2 N-1 N-4 X-6 B-7 E-2", "the worked example of section 9", ExampleCases::run));
  }

  private static void run(ServerUnderTest server) throws Exception {
    if (server.token() != null) {
      throw new NotApplicable("the client of the example has no token");
    }
    try (Socket socket = server.connect()) {
      send(socket, CLIENT_GREETING);
      expect("the preface", "00667401", read(socket, 4));
      expect("HELLO", "01", Arrays.copyOf(frame(socket), 1));
      String exists = HexFormat.of().formatHex(frame(socket));
      if (!exists.startsWith("11")
          || !exists.startsWith("00000001", 2 * 4)
          || !exists.startsWith("000000000000000e", 2 * 12)) {
        throw new Violation("got " + exists + " (expected: EXISTS for 1 with 14 bytes)");
      }
      send(socket, READY);
      expect("BLOCK", BLOCK, frame(socket));
      expect("END", END, frame(socket));
      send(socket, ADVANCE);
      expect("NOT_EXISTS", NOT_EXISTS, frame(socket));
      send(socket, CANCEL + PING);
      byte[] pong = frame(socket);
      expect("PONG", "0300000800000000", Arrays.copyOf(pong, 8));
      expect("the value of the PING", "0000000000000007", Arrays.copyOfRange(pong, 12, 20));
      // The other way round than in the text: here the client ends the connection, by E-2.
      send(socket, FAILURE);
      if (socket.getInputStream().read() >= 0) {
        throw new Violation("E-2: got an answer to FAILURE (expected: the end)");
      }
    }
  }

  private static void send(Socket socket, String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  private static void expect(String what, String hex, byte[] got) throws Violation {
    String gotten = HexFormat.of().formatHex(got);
    if (!gotten.equals(hex)) {
      throw new Violation("got %s (expected: %s, %s)".formatted(gotten, what, hex));
    }
  }

  private static byte[] frame(Socket socket) throws IOException, Violation {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    byte[] start = read(socket, 12);
    frame.writeBytes(start);
    if (start[0] == 0x14) {
      frame.writeBytes(read(socket, 8));
    }
    int length = (start[1] & 0xFF) << 16 | (start[2] & 0xFF) << 8 | (start[3] & 0xFF);
    frame.writeBytes(read(socket, length + 4));
    return frame.toByteArray();
  }

  private static byte[] read(Socket socket, int length) throws IOException, Violation {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    if (bytes.length < length) {
      throw new Violation("the server closed");
    }
    return bytes;
  }
}
