package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.framed.FramedServerCodec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the documentation of the package is compiled as it stands there, and run. */
class PackageExampleTest {

  private static final Path SOURCE = Path.of("src/main/java/io/ft/codec/package-info.java");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);
  private static final int LIMIT_SECONDS = 60;

  @Test
  void exampleFetchesFile(@TempDir Path folder) throws Exception {
    compileExample(folder);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      int port = startServer(loops);

      assertThat(runExample(folder, port, "hello.txt")).isEqualTo("Hello, world!\n");
      assertThat(runExample(folder, port, "other.txt"))
          .isEqualToIgnoringNewLines("no file: NotExists[id=1]");
    } finally {
      loops.shutdownGracefully(0, LIMIT_SECONDS, TimeUnit.SECONDS).sync();
    }
  }

  private static void compileExample(Path folder) throws Exception {
    Matcher matcher = EXAMPLE.matcher(Files.readString(SOURCE));
    assertThat(matcher.find()).isTrue();
    String code = matcher.group(1).replaceAll("(?m)^ \\* ?", "");
    Path file = folder.resolve("PrintFile.java");
    Files.writeString(file, code);

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
            .call();
    assertThat(compiled).as(problems.toString()).isTrue();
  }

  private static String runExample(Path folder, int port, String path) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + ":" + System.getProperty("java.class.path"),
                "PrintFile",
                "127.0.0.1",
                String.valueOf(port),
                path)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static int startServer(EventLoopGroup loops) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new FramedServerCodec(), new OneFile());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Serves {@code hello.txt}. */
  private static final class OneFile extends SimpleChannelInboundHandler<Message> {

    private static final byte[] CONTENT = "Hello, world!\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Message message) {
      if (message instanceof Hello) {
        ctx.writeAndFlush(new Hello(Set.of(), 8, Limits.MIN_BLOCK_BYTES, "test"));
      } else if (message instanceof FileRequest request && request.path().equals("hello.txt")) {
        serve(ctx, request.id());
      } else {
        ctx.writeAndFlush(new NotExists(message.id()));
      }
    }

    private static void serve(ChannelHandlerContext ctx, int id) {
      CRC32C crc = new CRC32C();
      crc.update(CONTENT);
      ctx.write(
          new Exists(id, CONTENT.length, Instant.EPOCH, Tag.NONE, Limits.MIN_BLOCK_BYTES, null));
      ctx.write(new BlockHeader(id, 0, CONTENT.length));
      ctx.write(new BlockContent(id, ctx.alloc().buffer(CONTENT.length).writeBytes(CONTENT)));
      ctx.write(new BlockEnd(id, crc.getValue()));
      ctx.writeAndFlush(new End(id, CONTENT.length));
    }
  }
}
