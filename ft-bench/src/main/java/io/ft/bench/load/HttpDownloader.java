package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Downloads one file again and again by HTTP/1.1, on a connection that is kept. */
final class HttpDownloader extends LoadClient {

  /** The decoder's own 8 KiB would make HTTP look slower than it is. */
  private static final int MAX_CHUNK_BYTES = 1024 * 1024;

  private static final long UNKNOWN = -1;

  private final String host;
  private final String uri;
  private final int requests;
  private final Tally tally;
  private int sent;
  private long expectedBytes = UNKNOWN;
  private long receivedBytes;

  /**
   * A client that asks for {@code uri}.
   *
   * @param host what the server is called
   * @param uri the encoded path
   */
  HttpDownloader(String host, String uri, int requests, Tally tally) {
    this.host = host;
    this.uri = uri;
    this.requests = requests;
    this.tally = tally;
  }

  @Override
  void addTo(Channel channel) {
    HttpDecoderConfig config = new HttpDecoderConfig().setMaxChunkSize(MAX_CHUNK_BYTES);
    channel.pipeline().addLast(new HttpClientCodec(config, false, false), this);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    becomeReady(ctx);
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    sent++;
    receivedBytes = 0;
    expectedBytes = UNKNOWN;
    HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
    request.headers().set(HttpHeaderNames.HOST, host);
    ctx.writeAndFlush(request, ctx.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws IOException {
    try {
      if (((HttpObject) msg).decoderResult().isFailure()) {
        throw new IOException("no HTTP answer", ((HttpObject) msg).decoderResult().cause());
      }
      if (msg instanceof HttpResponse response) {
        answered(response);
      }
      if (msg instanceof HttpContent content) {
        receivedBytes += content.content().readableBytes();
      }
      if (msg instanceof LastHttpContent) {
        received(ctx);
      }
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void answered(HttpResponse response) throws IOException {
    if (!response.status().equals(HttpResponseStatus.OK)) {
      throw new IOException("the server answers " + response.status());
    }
    expectedBytes = HttpUtil.getContentLength(response, UNKNOWN);
    if (expectedBytes == UNKNOWN) {
      throw new IOException("the server does not tell the length");
    }
  }

  private void received(ChannelHandlerContext ctx) throws IOException {
    if (receivedBytes != expectedBytes) {
      throw new IOException("%d of %d bytes came".formatted(receivedBytes, expectedBytes));
    }
    tally.downloaded(receivedBytes);
    if (sent < requests) {
      begin(ctx);
    } else {
      done();
    }
  }
}
