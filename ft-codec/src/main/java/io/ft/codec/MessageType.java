package io.ft.codec;

/** The kinds of {@link Message}, one constant a record. */
public enum MessageType {
  HELLO,
  PING,
  PONG,
  GO_AWAY,
  FILE_REQUEST,
  EXISTS,
  NOT_EXISTS,
  READY,
  BLOCK_HEADER,
  BLOCK_CONTENT,
  BLOCK_END,
  END,
  CANCEL,
  BUSY,
  FAILURE,
  LIST_REQUEST,
  ENTRY,
  LIST_END
}
