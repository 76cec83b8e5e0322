package io.ft.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;

/** Looks at records of TLS from outside: an end of TLS is seen by its kind, or by its size. */
final class TlsRecords {

  private static final int ALERT = 21;

  /** In TLS 1.3 from the JDK: two bytes, one for the kind, padding, and what authenticates them. */
  private static final int JDK_ALERT_BYTES = 2 + 1 + 16 + 16;

  private TlsRecords() {}

  /**
   * Takes all records that still come, which have to be whole until the connection ends.
   *
   * @return whether the last of them is an alert
   */
  static boolean endWithAnAlert(InputStream in) throws IOException {
    DataInputStream records = new DataInputStream(in);
    boolean alert = false;
    while (true) {
      try {
        int kind = records.readUnsignedByte();
        records.readUnsignedShort();
        byte[] content = new byte[records.readUnsignedShort()];
        records.readFully(content);
        alert = kind == ALERT || content.length == JDK_ALERT_BYTES;
      } catch (EOFException | SocketException e) {
        return alert;
      }
    }
  }
}
