package io.ft.codec;

/**
 * Something that one peer says to the other, whichever dialect carries it.
 *
 * <p>An exchange runs in this order, and each exchange is ended by exactly one of the messages
 * marked with a star:
 *
 * <pre>
 *   client                                server
 *   FileRequest  ------------------------>
 *                <------------------------ Exists | NotExists* | Busy* | Failure*
 *   Ready        ------------------------>
 *                <------------------------ (BlockHeader BlockContent... BlockEnd)...
 *                <------------------------ End* | Failure*
 *   ListRequest  ------------------------>
 *                <------------------------ Entry... ListEnd* | NotExists* | Busy* | Failure*
 *   Cancel       ------------------------>
 *                <------------------------ Failure*(CANCELLED)
 * </pre>
 *
 * <p>All messages are immutable and can be used from any thread. {@link BlockContent} alone holds a
 * buffer; its receiver releases it.
 *
 * <p>A constructor throws an {@link IllegalArgumentException} for a number that no frame can carry.
 * How long a text may be, a codec checks when the message is written: where it refuses one, the
 * write fails, and nothing of it goes out.
 */
public sealed interface Message
    permits Hello,
        Ping,
        Pong,
        GoAway,
        FileRequest,
        Exists,
        NotExists,
        Ready,
        BlockHeader,
        BlockContent,
        BlockEnd,
        End,
        Cancel,
        Busy,
        Failure,
        ListRequest,
        Entry,
        ListEnd {

  /** The id of messages that speak of the connection as a whole and not of one exchange. */
  int CONNECTION = 0;

  /** Which of the messages this is, for a {@code switch}. */
  MessageType type();

  /**
   * The exchange that this message belongs to, at least 1 and chosen by the client in ascending
   * order; or {@link #CONNECTION}.
   */
  int id();
}
