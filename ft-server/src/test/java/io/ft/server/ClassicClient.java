package io.ft.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the original client does, step by step, on a plain socket. */
final class ClassicClient implements AutoCloseable {

  private static final int RECEIVE_BYTES = 1024;

  private final Socket socket;

  private ClassicClient(Socket socket) {
    this.socket = socket;
  }

  /** Over a connection that the test has made; it is closed with the client. */
  static ClassicClient over(Socket socket) {
    return new ClassicClient(socket);
  }

  static ClassicClient connect(InetSocketAddress address) throws IOException {
    return new ClassicClient(Sockets.connect(address));
  }

  static ClassicClient connectWithSmallBuffer(InetSocketAddress address) throws IOException {
    return new ClassicClient(Sockets.connectWithSmallBuffer(address));
  }

  Socket socket() {
    return socket;
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** What one {@code recv(1024)} returns: some bytes, or none at the end. */
  String receive() throws IOException {
    byte[] buffer = new byte[RECEIVE_BYTES];
    int length = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
  }

  /** Exactly {@code length} bytes; fewer if the server closes before. */
  byte[] receive(int length) throws IOException {
    return socket.getInputStream().readNBytes(length);
  }

  /** All bytes until the server closes in an orderly way. */
  byte[] receiveRest() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  /** Names a file of {@code size} bytes and takes the answer, joined or apart. */
  void ask(String name, long size) throws IOException {
    send(name);
    String expected = "EXISTS" + size;
    String answer = new String(receive(expected.length()), StandardCharsets.US_ASCII);
    if (!answer.equals(expected)) {
      throw new AssertionError("answer: " + answer + " (expected: " + expected + ")");
    }
  }

  /** The whole exchange; fails unless {@code bytes} come and then the end. */
  void fetch(String name, byte[] bytes) throws IOException {
    ask(name, bytes.length);
    send("READY");
    if (!Arrays.equals(receiveRest(), bytes)) {
      throw new AssertionError("other bytes than those of " + name);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
