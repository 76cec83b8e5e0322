package io.ft.codec;

/**
 * The kinds of {@link Message}, one constant for each of its types, under the same name.
 *
 * <p>A later version may add some. A program gets a message of a new kind only after it has
 * announced the {@link Feature} that the message belongs to. A {@code switch} without {@code
 * default} stops compiling when there is a new one; one with {@code default} goes on.
 */
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
