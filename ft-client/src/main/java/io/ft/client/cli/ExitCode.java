package io.ft.client.cli;

import io.ft.client.TransferError;

/**
 * What the program says to the script that called it. Numbers are frozen: curl's where curl has
 * one, from 110 on where it has none. {@code docs/cli.md} has the same table.
 *
 * <p>They stand here from the lightest to the gravest: a call with several files ends with the
 * gravest of theirs.
 */
enum ExitCode {
  OK(0, "all went well: every file is complete and verified, every listing complete"),
  NOT_FOUND(78, "the server has no such file"),
  SOURCE_CHANGED(111, "the source changed while it was sent"),
  SERVER_BUSY(112, "the server is busy"),
  TARGET_BUSY(115, "another download writes to the same target"),
  UNAUTHORIZED(67, "the server wants a token, or another one"),
  SERVER_FAILED(113, "the server could not serve the file"),
  UNSUPPORTED(118, "the server does not offer what was asked of it"),
  SERVER_CANNOT_READ(117, "the server could not read the file from its disk"),
  TARGET_EXISTS(119, "the target is there already, and was not to be replaced"),
  TOO_MANY_ENTRIES(120, "a listing has more names than --max-entries"),
  NAME_REFUSED(121, "a name on the server cannot be one here"),
  ENDED_EARLY(18, "the connection ended before the file did"),
  TIMED_OUT(28, "the server did not answer in time, or the time was over"),
  STALLED(116, "too little came for too long"),
  CHECKSUM_MISMATCH(110, "bytes do not match their checksum, time and again"),
  PROTOCOL(8, "the peer does not speak the protocol"),
  HOST_NOT_RESOLVED(6, "the host has no address"),
  CANNOT_CONNECT(7, "cannot connect"),
  TLS_FAILED(35, "the TLS handshake failed"),
  UNTRUSTED_SERVER(60, "the server's certificate is not trusted, or is one for another name"),
  PIN_MISMATCH(90, "the server does not have the key that is pinned, or that it had before"),
  BAD_AUTHORITIES(77, "the file of --cacert cannot be used"),
  BAD_IDENTITY(58, "the files of --cert and --key cannot be used"),
  CANNOT_BIND(45, "cannot connect from the address of --bind"),
  CANNOT_WRITE(23, "the target cannot be written"),
  DISK_FULL(114, "the target's file system is full"),
  OUTPUT_CLOSED(141, "nobody reads standard output any more"),
  USAGE(2, "wrong usage"),
  INTERNAL(1, "a defect of this program"),
  INTERRUPTED(130, "stopped by SIGINT or SIGTERM");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode of(TransferError error) {
    return switch (error) {
      case NOT_FOUND -> NOT_FOUND;
      case SOURCE_CHANGED -> SOURCE_CHANGED;
      case SERVER_BUSY -> SERVER_BUSY;
      case TARGET_BUSY -> TARGET_BUSY;
      case TARGET_EXISTS -> TARGET_EXISTS;
      case UNAUTHORIZED -> UNAUTHORIZED;
      case TLS_FAILED -> TLS_FAILED;
      case UNTRUSTED_SERVER -> UNTRUSTED_SERVER;
      case PIN_MISMATCH -> PIN_MISMATCH;
      case BAD_AUTHORITIES -> BAD_AUTHORITIES;
      case BAD_IDENTITY -> BAD_IDENTITY;
      case SERVER_FAILED -> SERVER_FAILED;
      case UNSUPPORTED -> UNSUPPORTED;
      case SERVER_CANNOT_READ -> SERVER_CANNOT_READ;
      case ENDED_EARLY -> ENDED_EARLY;
      case TIMED_OUT -> TIMED_OUT;
      case STALLED -> STALLED;
      case CHECKSUM_MISMATCH -> CHECKSUM_MISMATCH;
      case PROTOCOL -> PROTOCOL;
      case HOST_NOT_RESOLVED -> HOST_NOT_RESOLVED;
      case CANNOT_CONNECT -> CANNOT_CONNECT;
      case CANNOT_BIND -> CANNOT_BIND;
      case CANNOT_WRITE -> CANNOT_WRITE;
      case DISK_FULL -> DISK_FULL;
      case CANCELLED -> INTERRUPTED;
      case INTERNAL -> INTERNAL;
    };
  }

  /** The graver of the two. */
  ExitCode and(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
