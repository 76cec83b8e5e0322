package io.ft.server.admin;

import io.ft.server.admin.AdminPages.Page;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET and HEAD with the pages that there are: one request a connection, so that nothing
 * piles up for a client that does not read. Used on one event loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  private final AdminPages pages;
  private boolean answered;

  AdminHandler(AdminPages pages) {
    this.pages = pages;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (!answered) {
      answered = true;
      ctx.channel().config().setAutoRead(false);
      ctx.writeAndFlush(response(answer(request), HttpMethod.HEAD.equals(request.method())))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Page answer(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return AdminPages.plain(HttpResponseStatus.BAD_REQUEST, "not a request");
    }
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      return AdminPages.plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD");
    }
    int query = request.uri().indexOf('?');
    Page page = pages.find(query < 0 ? request.uri() : request.uri().substring(0, query));
    return page == null
        ? AdminPages.plain(HttpResponseStatus.NOT_FOUND, "only /metrics, /healthz and /readyz")
        : page;
  }

  private static FullHttpResponse response(Page page, boolean headAlone) {
    ByteBuf text = Unpooled.wrappedBuffer(page.text().getBytes(StandardCharsets.UTF_8));
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, page.status(), headAlone ? Unpooled.EMPTY_BUFFER : text);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, page.type())
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
    if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    return response;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }
}
