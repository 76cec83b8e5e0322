package io.ft.client.torture;

import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a network does to one connection. */
sealed interface Fault {

  /** Which way the bytes go. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** The bytes of one direction on their way: {@code position} have passed before. */
  final class Piece {

    private final byte[] bytes;
    private final int length;
    private final long position;

    Piece(byte[] bytes, int length, long position) {
      this.bytes = bytes;
      this.length = length;
      this.position = position;
    }

    private boolean has(long byteNumber) {
      return byteNumber >= position && byteNumber < position + length;
    }
  }

  /** Where the bytes go. */
  interface Out {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** The connection ends now, both ways. */
    void end(boolean reset) throws IOException;

    /** Nothing more goes this way, and the connection stays. */
    void silence();
  }

  Direction direction();

  /** Hands {@code piece} on, as far as the fault lets it. */
  void pass(Piece piece, Out out) throws IOException;

  /** All is well. */
  record None(Direction direction) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      out.write(piece.bytes, 0, piece.length);
    }
  }

  /** The connection ends after {@code atByte} bytes. */
  record Cut(Direction direction, long atByte, boolean reset) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      int rest = (int) Math.min(piece.length, atByte - piece.position);
      out.write(piece.bytes, 0, rest);
      if (piece.position + piece.length >= atByte) {
        out.end(reset);
      }
    }
  }

  /** One bit is wrong. */
  record Flip(Direction direction, long atByte, int bit) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      if (piece.has(atByte)) {
        piece.bytes[(int) (atByte - piece.position)] ^= (byte) (1 << bit);
      }
      out.write(piece.bytes, 0, piece.length);
    }
  }

  /** Nothing comes after {@code atByte} bytes. */
  record Stall(Direction direction, long atByte) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      int rest = (int) Math.min(piece.length, atByte - piece.position);
      out.write(piece.bytes, 0, rest);
      if (piece.position + piece.length >= atByte) {
        out.silence();
      }
    }
  }

  /** Some bytes are lost, and those behind them are not. */
  record Drop(Direction direction, long atByte, int count) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      int from = clamp(atByte - piece.position, piece.length);
      int to = clamp(atByte + count - piece.position, piece.length);
      out.write(piece.bytes, 0, from);
      out.write(piece.bytes, to, piece.length - to);
    }
  }

  /** Some bytes come twice. */
  record Duplicate(Direction direction, long atByte, int count) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      int from = clamp(atByte - piece.position, piece.length);
      int to = clamp(atByte + count - piece.position, piece.length);
      out.write(piece.bytes, 0, to);
      out.write(piece.bytes, from, piece.length - from);
    }
  }

  /** A few bytes at a time, each a little later. */
  record Trickle(Direction direction, int pieceBytes, long pauseMicros) implements Fault {
    @Override
    public void pass(Piece piece, Out out) throws IOException {
      for (int offset = 0; offset < piece.length; offset += pieceBytes) {
        out.write(piece.bytes, offset, Math.min(pieceBytes, piece.length - offset));
        // The pace of the network, and nothing that a test waits for.
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
      }
    }
  }

  private static int clamp(long value, int max) {
    return (int) Math.max(0, Math.min(value, max));
  }

  /**
   * Any of them.
   *
   * @param lengths how many bytes go in each direction when all is well
   */
  static Fault random(Random random, Lengths lengths) {
    Direction direction = random.nextInt(3) == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT;
    long at = random.nextLong(lengths.of(direction));
    int count = 1 + random.nextInt(random.nextBoolean() ? 8 : 6_000);
    return switch (random.nextInt(6)) {
      case 0 -> new Stall(direction, at);
      case 1 -> new Drop(direction, at, count);
      case 2 -> new Duplicate(direction, at, count);
      case 3 -> new Trickle(direction, 1 + random.nextInt(300), random.nextInt(40));
      case 4 -> new Flip(direction, at, random.nextInt(8));
      default -> new Cut(direction, at, random.nextBoolean());
    };
  }

  /** How many bytes go in each direction when all is well. */
  record Lengths(long toServer, long toClient) {
    long of(Direction direction) {
      return direction == Direction.TO_SERVER ? toServer : toClient;
    }
  }

  /** A socket that is closed without a word. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
