package io.ft.conformance.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A connection to the peer that is tried, of which a {@link Trace} is told. Used on one thread. */
public final class TracedSocket implements AutoCloseable {

  private static final byte[] NONE = {};

  private final Socket socket;
  private final BufferedInputStream unread;
  private final Copy in;
  private final Trace trace;
  private final int number;
  private int pieceBytes = Integer.MAX_VALUE;

  /**
   * Takes over {@code socket}, whose read timeout says how long the peer may take for each step.
   */
  public TracedSocket(Socket socket, Trace trace) throws IOException {
    this.socket = socket;
    this.unread = new BufferedInputStream(socket.getInputStream());
    this.in = new Copy(unread, trace.maxBytes());
    this.trace = trace;
    this.number = trace.connected();
  }

  /** For what is not said, but done. */
  public Socket socket() {
    return socket;
  }

  /** From now on each write has so many bytes at the most. */
  public void inPiecesOf(int bytes) {
    pieceBytes = bytes;
  }

  /** Sends these bytes, which mean {@code what}. */
  public void send(String what, byte[] bytes) throws IOException {
    trace.sent(number, what, bytes);
    for (int at = 0; at < bytes.length; at += Math.min(pieceBytes, bytes.length - at)) {
      socket.getOutputStream().write(bytes, at, Math.min(pieceBytes, bytes.length - at));
    }
  }

  /**
   * As {@link #send}, but it is no error if the peer has closed: what it said before is to come.
   */
  public void offer(String what, byte[] bytes) throws IOException {
    try {
      send(what, bytes);
    } catch (SocketException e) {
      note("(not taken: " + e.getMessage() + ")");
    }
  }

  /** Closes the sending side. */
  public void sendEnd() throws IOException {
    note("the end of the sending side");
    socket.shutdownOutput();
  }

  /** As {@link #sendEnd}, but it is no error if the peer has closed. */
  public void offerEnd() throws IOException {
    try {
      sendEnd();
    } catch (SocketException e) {
      note("(not taken: " + e.getMessage() + ")");
    }
  }

  /** Resets the connection. */
  public void reset() throws IOException {
    note("a reset");
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** What this side does without bytes of its own. */
  public void note(String what) {
    trace.sent(number, what, NONE);
  }

  /** What the peer sends. */
  public InputStream in() {
    return in;
  }

  /** What was read since the last time means {@code what}. */
  public void received(String what) {
    Copy.Bytes bytes = in.take();
    trace.received(number, what, bytes.first(), bytes.count());
  }

  /** Whether so long not even one byte comes, nor the end. */
  public boolean isQuiet(int millis) throws IOException {
    int patienceMillis = socket.getSoTimeout();
    socket.setSoTimeout(millis);
    unread.mark(1);
    try {
      if (unread.read() >= 0) {
        unread.reset();
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(patienceMillis);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
