/**
 * The typed messages of a file exchange, and the two dialects that carry them, for Netty
 * applications.
 */
module io.ft.codec {
  // Its buffers, handlers and channels are in the signatures of the API.
  requires transitive io.netty.buffer;
  requires transitive io.netty.codec;
  requires transitive io.netty.common;
  requires transitive io.netty.transport;
  // Annotations of the API, which compilers and tools read; it need not be there at run time.
  requires static transitive org.jspecify;

  exports io.ft.codec;
  exports io.ft.codec.classic;
  exports io.ft.codec.framed;
}
